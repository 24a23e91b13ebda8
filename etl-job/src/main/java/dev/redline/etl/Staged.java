package dev.redline.etl;

import static org.apache.spark.sql.functions.col;

import dev.redline.etl.extract.Extracted;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.transform.Deduped;
import dev.redline.etl.transform.LocatorDedupe;
import dev.redline.etl.transform.NewestPer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The files that COPY is to load: the newest row of each key, the target's columns in their order.
 *
 * @param counts of the run up to here
 */
record Staged(ParquetFolder files, RowCounts counts) {

  static Staged write(SparkSession spark, JobSpec spec, Extracted extracted, String folder)
      throws IOException {
    if (extracted.good().rows() == 0) {
      ParquetFolder none = new ParquetFolder(folder, List.of());
      return new Staged(none, counts(extracted, 0, 0, 0));
    }
    List<String> ordering = new ArrayList<>(spec.targetOrdering());
    ordering.add(Extracted.TIE_BREAK);
    Deduped newest =
        new LocatorDedupe()
            .newest(
                spark,
                extracted.good(),
                extracted.schema(),
                new NewestPer(spec.targetKey(), ordering));
    Column[] columns =
        spec.target().columnNames().stream()
            .map(name -> col('`' + name + '`'))
            .toArray(Column[]::new);
    newest.rows().select(columns).write().mode(SaveMode.Overwrite).parquet(folder);
    ParquetFolder files = ParquetFolder.list(folder, spark.sparkContext().hadoopConfiguration());
    return new Staged(
        files, counts(extracted, newest.inputRows(), newest.keptRows(), files.rows()));
  }

  private static RowCounts counts(Extracted extracted, long compared, long kept, long staged) {
    return new RowCounts(
        extracted.rawRows(),
        extracted.rejectedRows(),
        extracted.rejectedByReason(),
        extracted.good().rows(),
        compared,
        kept,
        staged);
  }
}
