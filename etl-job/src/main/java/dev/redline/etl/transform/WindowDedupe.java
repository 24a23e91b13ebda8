package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.PinnedFolder;
import dev.redline.etl.tally.RowTally;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Dedupe by a window: all rows of a key come to one task, sorted, and the first stays. Every row
 * crosses the network once. For rows that are hardly wider than their place in the input.
 *
 * @param partitions tasks that rows are shuffled to, by key; 0 leaves the shuffle to the window, so
 *     that Spark 3.5's group limit drops most rows of large groups before it, in the number of
 *     partitions that adaptive execution finds right
 * @param places whether ties end by {@link RowPlaces}; where Spark has none, the other columns end
 *     them, in their order
 */
public record WindowDedupe(int partitions, boolean places) implements Dedupe {
  private static final String PLACE = "_redline_place";
  private static final String RANK = "_redline_rank";

  @Override
  public Deduped newest(
      SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PinnedFolder pinned = PinnedFolder.pin(input, hadoop);
    RowPlaces rows = new RowPlaces(spark, input, schema);
    RowTally compared = RowTally.register(spark, "rows compared");
    RowTally kept = RowTally.register(spark, "rows kept");
    Dataset<Row> placed =
        compared.counting(places ? rows.rows().withColumn(PLACE, rows.place()) : rows.rows());
    Column[] key = Columns.named(rule.key());
    Dataset<Row> byKey = partitions > 0 ? placed.repartition(partitions, key) : placed;
    Dataset<Row> newest =
        byKey
            .withColumn(
                RANK, row_number().over(Window.partitionBy(key).orderBy(newestFirst(rule, schema))))
            .filter(col(RANK).equalTo(1))
            .select(Columns.named(List.of(schema.fieldNames())));
    return new Deduped(
        kept.counting(newest),
        () -> {
          pinned.requireUnchanged(hadoop);
          return new DedupeCounts(compared.sum(), kept.sum());
        });
  }

  private Column[] newestFirst(NewestPer rule, StructType schema) {
    List<Column> ordering = new ArrayList<>();
    rule.ordering().forEach(name -> ordering.add(Columns.named(name).desc_nulls_last()));
    if (places) {
      ordering.add(col(PLACE).desc());
    } else {
      for (String name : schema.fieldNames()) {
        ordering.add(Columns.named(name).desc_nulls_last());
      }
    }
    return ordering.toArray(Column[]::new);
  }
}
