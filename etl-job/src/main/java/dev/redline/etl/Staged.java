package dev.redline.etl;

import static org.apache.spark.sql.functions.col;

import dev.redline.etl.extract.Extracted;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.transform.DedupeCounts;
import dev.redline.etl.transform.DedupePlan;
import dev.redline.etl.transform.DedupePlanner;
import dev.redline.etl.transform.DedupeSettings;
import dev.redline.etl.transform.Deduped;
import dev.redline.etl.transform.InputFacts;
import dev.redline.etl.transform.InputSurvey;
import dev.redline.etl.transform.NewestPer;
import java.io.IOException;
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
    Deduped newest = dedupe(spark, spec, extracted, folder);
    Column[] columns =
        spec.target().columnNames().stream()
            .map(name -> col('`' + name + '`'))
            .toArray(Column[]::new);
    newest.rows().select(columns).write().mode(SaveMode.Overwrite).parquet(folder);
    ParquetFolder files = ParquetFolder.list(folder, spark.sparkContext().hadoopConfiguration());
    DedupeCounts deduped = newest.afterWriting().get();
    return new Staged(files, counts(extracted, deduped.compared(), deduped.kept(), files.rows()));
  }

  private static Deduped dedupe(
      SparkSession spark, JobSpec spec, Extracted extracted, String folder) {
    NewestPer rule = new NewestPer(spec.targetKey(), spec.targetOrdering());
    DedupeSettings settings = spec.dedupe();
    InputFacts facts =
        new InputSurvey(spark, extracted.good(), extracted.schema(), rule).facts(settings);
    DedupePlan plan = DedupePlanner.plan(facts, settings);
    System.out.println("redline-etl: " + plan.line());
    return plan.dedupe(settings, folder + "-dedupe")
        .newest(spark, extracted.good(), extracted.schema(), rule);
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
