package dev.redline.etl.transform;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import dev.redline.etl.transform.KeyScan.RowGroup;
import dev.redline.etl.transform.RunCodec.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** The bitmaps of the rows that stay, each number once. */
final class WinnerBitmaps {
  /** Groups of bitmaps that one task puts together: 16 MiB. */
  private static final long GROUPS_PER_TASK = 16;

  private WinnerBitmaps() {}

  /**
   * How much tasks take upon them.
   *
   * @param rowsPerScan that one task reads: the more, the more it drops before the shuffle
   * @param rowsPerBucket that one task compares again, were no key there twice: some 80 MiB
   * @param mostEntries of a table, at most {@value RunMaker#MOST_ENTRIES}
   */
  record Sizes(long rowsPerScan, long rowsPerBucket, int mostEntries) {
    static final Sizes DEFAULT = new Sizes(4_000_000, 1_000_000, RunMaker.MOST_ENTRIES);
  }

  /** From an input whose keys and orderings can be packed. */
  static JavaPairRDD<Long, byte[]> scanned(
      SparkSession spark,
      ParquetFolder input,
      PackedColumns key,
      PackedColumns ordering,
      Sizes sizes) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<List<RowGroup>> tasks = tasks(input, context.defaultParallelism(), sizes);
    int buckets = atLeastOne(input.rows(), sizes.rowsPerBucket());
    KeyScan scan =
        new KeyScan(
            tasks,
            key,
            ordering,
            buckets,
            sizes.mostEntries(),
            context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())));
    RunCodec codec = RunCodec.of(key, ordering);
    return together(
        context
            .parallelize(IntStream.range(0, tasks.size()).boxed().toList(), tasks.size())
            .mapPartitionsToPair(scan)
            .partitionBy(new HashPartitioner(buckets))
            .mapPartitionsToPair(runs -> bitmaps(merged(runs, codec))),
        input.rows());
  }

  /** From a query's rows: a place, and how many rows its key had. */
  static JavaPairRDD<Long, byte[]> queried(Dataset<Row> winners, long rows) {
    return together(
        winners.javaRDD().mapPartitionsToPair(found -> bitmaps(new Queried(found))), rows);
  }

  private static Iterator<Tuple2<Long, byte[]>> bitmaps(Winners winners) {
    return new BitmapMaker(winners, BitmapMaker.MOST_BITMAPS);
  }

  private static JavaPairRDD<Long, byte[]> together(JavaPairRDD<Long, byte[]> made, long rows) {
    int tasks = atLeastOne(rows, GROUPS_PER_TASK * BitmapGroup.SIZE * Bitmap.ROWS);
    return made.partitionBy(new ByGroup(tasks))
        .mapPartitionsToPair(
            bitmaps -> {
              TreeMap<Long, byte[]> byNumber = new TreeMap<>();
              bitmaps.forEachRemaining(
                  bitmap -> byNumber.merge(bitmap._1(), bitmap._2(), Bitmap::merge));
              return byNumber.entrySet().stream()
                  .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
                  .iterator();
            },
            true);
  }

  private static int atLeastOne(long all, long each) {
    return (int) Math.max(1, (all + each - 1) / each);
  }

  /** Row groups in tasks of about as many rows, each task's one after another. */
  static List<List<RowGroup>> tasks(ParquetFolder input, int parallelism, Sizes sizes) {
    long rows = input.rows();
    long count = Math.max(parallelism, atLeastOne(rows, sizes.rowsPerScan()));
    TreeMap<Long, List<RowGroup>> tasks = new TreeMap<>();
    long place = 0;
    for (ParquetFile file : input.files()) {
      for (int index = 0; index < file.rowGroups().size(); index++) {
        long its = file.rowGroups().get(index);
        long middle = place + its / 2;
        tasks
            .computeIfAbsent(middle * count / Math.max(1, rows), task -> new ArrayList<>())
            .add(new RowGroup(input.path() + "/" + file.name(), index, its, place));
        place += its;
      }
    }
    return List.copyOf(tasks.values());
  }

  private static Winners merged(Iterator<Tuple2<Integer, byte[]>> runs, RunCodec codec)
      throws IOException {
    NewestTable table = new NewestTable(Integer.MAX_VALUE, TableMemory.ofTask());
    long rows = 0;
    while (runs.hasNext()) {
      Run run = codec.decode(runs.next()._2());
      rows += run.rows();
      for (int i = 0; i < run.keys().length; i++) {
        table.add(run.keys()[i], run.orderings()[i], run.places()[i]);
      }
    }
    return new Merged(table, rows);
  }

  /** The entries of a table; all rows that were compared are told with the first. */
  private static final class Merged implements Winners {
    private final NewestTable table;
    private final long rows;
    private int entry = -1;

    Merged(NewestTable table, long rows) {
      this.table = table;
      this.rows = rows;
    }

    @Override
    public boolean next() {
      return ++entry < table.size();
    }

    @Override
    public long place() {
      return table.place(entry);
    }

    @Override
    public long rowsCompared() {
      return entry == 0 ? rows : 0;
    }
  }

  /** Rows of a query. */
  private static final class Queried implements Winners {
    private final Iterator<Row> rows;
    private long place;
    private long compared;

    Queried(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      if (!rows.hasNext()) {
        return false;
      }
      Row row = rows.next();
      place = row.getLong(0);
      compared = row.getLong(1);
      return true;
    }

    @Override
    public long place() {
      return place;
    }

    @Override
    public long rowsCompared() {
      return compared;
    }
  }

  /** Brings the bitmaps of a {@link BitmapGroup} together. */
  private static final class ByGroup extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int tasks;

    ByGroup(int tasks) {
      this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object number) {
      return (int) (BitmapGroup.of((Long) number) % tasks);
    }
  }
}
