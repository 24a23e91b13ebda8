package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.PinnedFolder;
import dev.redline.etl.tally.RowTally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Dedupe by an aggregate: each task keeps the newest row of each key it meets, and only these cross
 * the network. One reading; the shuffle shrinks with the duplicates that one task meets.
 */
public record MaxByDedupe() implements Dedupe {
  private static final String NEWEST = "_redline_newest";

  @Override
  public Deduped newest(
      SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PinnedFolder pinned = PinnedFolder.pin(input, hadoop);
    RowPlaces places = new RowPlaces(spark, input, schema);
    RowTally compared = RowTally.register(spark, "rows compared");
    RowTally kept = RowTally.register(spark, "rows kept");
    List<Column> candidate = Columns.age(rule, places.place());
    List<Column> row = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      if (rule.key().contains(name)) {
        row.add(Columns.named(name));
      } else if (rule.ordering().contains(name)) {
        row.add(col(NEWEST + "." + Columns.ageField(rule, name)).as(name));
      } else {
        // The place before it ends every comparison.
        String field = "r" + Arrays.asList(schema.fieldNames()).indexOf(name);
        candidate.add(Columns.named(name).as(field));
        row.add(col(NEWEST + "." + field).as(name));
      }
    }
    Dataset<Row> newest =
        compared
            .counting(places.rows().select(withKey(rule, struct(candidate.toArray(Column[]::new)))))
            .groupBy(Columns.named(rule.key()))
            .agg(max(col(NEWEST)).as(NEWEST))
            .select(row.toArray(Column[]::new));
    return new Deduped(
        kept.counting(newest),
        () -> {
          pinned.requireUnchanged(hadoop);
          return new DedupeCounts(compared.sum(), kept.sum());
        });
  }

  private static Column[] withKey(NewestPer rule, Column candidate) {
    List<Column> columns = new ArrayList<>(List.of(Columns.named(rule.key())));
    columns.add(candidate.as(NEWEST));
    return columns.toArray(Column[]::new);
  }
}
