package dev.redline.etl;

import static org.apache.spark.sql.functions.col;

import dev.redline.etl.extract.Extracted;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.RowGroupSize;
import dev.redline.etl.transform.Algorithm;
import dev.redline.etl.transform.DedupeCounts;
import dev.redline.etl.transform.DedupePlan;
import dev.redline.etl.transform.DedupePlanner;
import dev.redline.etl.transform.DedupeSettings;
import dev.redline.etl.transform.Deduped;
import dev.redline.etl.transform.InputFacts;
import dev.redline.etl.transform.InputSurvey;
import dev.redline.etl.transform.NewestPer;
import dev.redline.etl.transform.ReadTasks;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that COPY is to load: the newest row of each key, the target's columns in their order.
 *
 * @param counts of the run up to here
 */
record Staged(ParquetFolder files, RowCounts counts) {

  private static final String UNBOUNDED = "1t";

  /** Pieces that are read for each file that is written. */
  private static final int CUTS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Staged.class);

  /**
   * Writes them.
   *
   * @param slices of the cluster that will load them, at least 1
   */
  static Staged write(
      SparkSession spark, JobSpec spec, Extracted extracted, String folder, int slices)
      throws IOException {
    if (extracted.good().rows() == 0) {
      ParquetFolder none = new ParquetFolder(folder, List.of());
      return new Staged(none, counts(extracted, 0, 0, 0));
    }
    NewestPer rule = new NewestPer(spec.targetKey(), spec.targetOrdering());
    InputFacts facts =
        new InputSurvey(spark, extracted.good(), extracted.schema(), rule).facts(spec.dedupe());
    CopyFilePlan plan =
        CopyFilePlan.of(
            extracted.good(),
            facts,
            spec.copyFiles(),
            wantedPartitions(spec, facts),
            slices,
            spark.sparkContext().defaultParallelism());
    DedupePlan dedupe = DedupePlanner.plan(facts, settings(spec, plan));
    System.out.println("redline-etl: " + dedupe.line());
    Deduped newest =
        dedupe
            .dedupe(spec.dedupe(), folder + "-dedupe")
            .newest(spark, extracted.good(), extracted.schema(), rule);
    Column[] columns =
        spec.target().columnNames().stream()
            .map(name -> col('`' + name + '`'))
            .toArray(Column[]::new);
    Dataset<Row> rows = newest.rows().select(columns);
    if (isOneScan(dedupe)) {
      write(spark, rows.coalesce(plan.files()), plan, folder);
    } else {
      SessionSettings.during(spark, oneFileEach(plan), () -> write(spark, rows, plan, folder));
    }
    ParquetFolder files = ParquetFolder.list(folder, spark.sparkContext().hadoopConfiguration());
    LOG.info(
        "staged {} files of {} bytes together for {} slices ({} were planned)",
        files.files().size(),
        files.lengthBytes(),
        slices,
        isOneScan(dedupe) ? plan.files() : plan.partitions());
    DedupeCounts deduped = newest.afterWriting().get();
    return new Staged(files, counts(extracted, deduped.compared(), deduped.kept(), files.rows()));
  }

  /** Of the window. How much max-by leaves of the rows is not known well enough to ask for many. */
  private static int wantedPartitions(JobSpec spec, InputFacts facts) {
    return DedupePlanner.plan(facts, spec.dedupe()).algorithm() == Algorithm.WINDOW
        ? spec.dedupe().partitions()
        : 1;
  }

  /** The spec's, with as many partitions as bytes and slices ask for. */
  private static DedupeSettings settings(JobSpec spec, CopyFilePlan plan) {
    DedupeSettings wanted = spec.dedupe();
    return new DedupeSettings(wanted.algorithm(), plan.partitions(), wanted.bitmapCapBytes());
  }

  /**
   * A task of the last shuffle writes a file each. Adaptive execution would join small ones, into
   * any number of files; these are sized already.
   */
  private static Map<String, String> oneFileEach(CopyFilePlan plan) {
    return Map.of(
        "spark.sql.shuffle.partitions",
        String.valueOf(plan.partitions()),
        "spark.sql.adaptive.coalescePartitions.enabled",
        "false");
  }

  /**
   * Whether the rows come straight from files. Only then may fewer tasks read on: right after a
   * shuffle, the dedupe itself would be done by these few.
   */
  private static boolean isOneScan(DedupePlan dedupe) {
    return dedupe.algorithm() == Algorithm.LOCATOR;
  }

  /**
   * Where the rows come straight from files, these are cut small enough to be dealt out evenly, and
   * a task reads as much as makes one file. Nothing is shuffled for the sake of file sizes.
   */
  private static void write(
      SparkSession spark, Dataset<Row> rows, CopyFilePlan plan, String folder) {
    new ReadTasks(CUTS * plan.files(), UNBOUNDED, "0")
        .during(
            spark,
            () -> {
              rows.write()
                  .mode(SaveMode.Overwrite)
                  .option("maxRecordsPerFile", plan.maxRowsPerFile())
                  .option(RowGroupSize.SETTING, RowGroupSize.bytes(spark.sparkContext()))
                  .parquet(folder);
              return folder;
            });
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
