package dev.redline.etl.tally;

import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts the rows that pass a point of a query, exactly: a partition counts once however often its
 * task or its stage is tried, since a later success replaces an earlier one. (Spark's long
 * accumulators and {@code observe} add both.) State: one number per partition.
 */
public final class RowTally extends AccumulatorV2<Integer, Map<Integer, Long>> {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, Long> rowsByPartition = new HashMap<>();
  // A task adds to one partition only: counted here, without a look-up for every row.
  private int current = -1;
  private long rows;

  /** A tally that tasks of the session report to. */
  public static RowTally register(SparkSession spark, String name) {
    RowTally tally = new RowTally();
    spark.sparkContext().register(tally, name);
    return tally;
  }

  /** The same rows, counted when they pass. */
  public Dataset<Row> counting(Dataset<Row> rows) {
    Column passes = udf(new Count(this), DataTypes.BooleanType).asNondeterministic().apply();
    return rows.filter(passes);
  }

  /** Rows that have passed; final once the query is done. */
  public long sum() {
    return value().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Counts a row of a partition. */
  @Override
  public void add(Integer partition) {
    if (partition != current) {
      turnTo(partition);
    }
    rows++;
  }

  @Override
  public synchronized boolean isZero() {
    return current < 0 && rowsByPartition.isEmpty();
  }

  @Override
  public RowTally copy() {
    RowTally copy = new RowTally();
    copy.rowsByPartition.putAll(value());
    return copy;
  }

  @Override
  public synchronized void reset() {
    rowsByPartition.clear();
    current = -1;
    rows = 0;
  }

  @Override
  public void merge(AccumulatorV2<Integer, Map<Integer, Long>> other) {
    Map<Integer, Long> others = other.value();
    synchronized (this) {
      rowsByPartition.putAll(others);
    }
  }

  /**
   * Rows by partition so far. It changes nothing, since an executor's heartbeat asks for it from a
   * thread of its own while the task counts: that answer may be a little old, the task's own is
   * exact.
   */
  @Override
  public synchronized Map<Integer, Long> value() {
    Map<Integer, Long> all = new HashMap<>(rowsByPartition);
    if (current >= 0) {
      all.merge(current, rows, Long::sum);
    }
    return all;
  }

  private synchronized void turnTo(int partition) {
    if (current >= 0) {
      rowsByPartition.merge(current, rows, Long::sum);
    }
    current = partition;
    rows = 0;
  }

  private record Count(RowTally tally) implements UDF0<Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call() {
      tally.add(TaskContext.getPartitionId());
      return true;
    }
  }
}
