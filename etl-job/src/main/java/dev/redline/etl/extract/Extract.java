package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.RowGroupSize;
import dev.redline.etl.tally.RowTally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the raw files once as typed Parquet, good rows and rejected ones apart, and the rejected
 * ones once more where people look for them. All later steps read the typed rows.
 */
public final class Extract {
  private final SparkSession spark;
  private final JobSpec spec;
  private final String runId;
  private final Instant started;
  private final Set<String> notNull;

  /**
   * One extraction.
   *
   * @param runId marks its quarantine
   * @param started when the run began; what is later is in the future
   * @param notNull columns of the target that refuse NULL
   */
  public Extract(
      SparkSession spark, JobSpec spec, String runId, Instant started, Set<String> notNull) {
    this.spark = spark;
    this.spec = spec;
    this.runId = runId;
    this.started = started;
    this.notNull = Set.copyOf(notNull);
  }

  /**
   * Reads the inputs.
   *
   * @param work a folder that is the run's own
   * @param quarantine a folder for this run's rejected rows; replaced, absent when none is rejected
   * @throws InputError when too many rows are rejected; they are in the quarantine then
   * @throws IllegalStateException when a file changed, vanished or appeared while it was read
   */
  public Extracted run(InputFiles inputs, String work, String quarantine) throws IOException {
    RowTally read = RowTally.register(spark, "rows read");
    Dataset<Row> rows = new TargetRows(spec, notNull).of(read.counting(typed(inputs)));
    String typed = work + "/typed";
    write(rows, typed, inputs);
    ParquetFolder good = folder(typed, TargetRows.OK);
    ParquetFolder rejected = folder(typed, TargetRows.REJECTED);
    Map<String, Long> byReason = quarantine(rows, rejected, quarantine);
    Extracted extracted =
        new Extracted(rows.schema(), good, rejected.rows(), OptionalLong.of(read.sum()), byReason);
    requireFewRejects(extracted, read.sum(), quarantine);
    return extracted;
  }

  private Dataset<Row> typed(InputFiles inputs) {
    RowNormaliser normaliser =
        RowNormaliser.at(started, spec.schema(), spec.key(), spec.ordering(), spec.quality());
    return switch (spec.source().format()) {
      case CSV, JSON -> TextRows.read(spark, spec.source(), normaliser, inputs);
      case PARQUET -> ParquetRows.read(spark, normaliser, inputs);
    };
  }

  /** A file that vanishes while it is read makes Spark fail with a riddle; this names the file. */
  private void write(Dataset<Row> rows, String folder, InputFiles inputs) throws IOException {
    try {
      rows.write()
          .mode(SaveMode.Overwrite)
          .option(RowGroupSize.SETTING, RowGroupSize.bytes(spark.sparkContext()))
          .partitionBy(TargetRows.QUALITY)
          .parquet(folder);
    } catch (Exception e) {
      try {
        inputs.requireUnchanged(hadoop());
      } catch (IllegalStateException | InputError drift) {
        drift.addSuppressed(e);
        throw drift;
      }
      refuseDamaged(e);
      throw e;
    }
    inputs.requireUnchanged(hadoop());
  }

  /** A file that is cut off or damaged is told by its name. */
  private static void refuseDamaged(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException && cause.getMessage() != null) {
        throw new InputError(
            cause.getMessage() + "; nothing was loaded: repair the file or take it away", failure);
      }
    }
  }

  private ParquetFolder folder(String typed, String quality) throws IOException {
    return ParquetFolder.list(typed + "/" + TargetRows.QUALITY + "=" + quality, hadoop());
  }

  private void requireFewRejects(Extracted extracted, long raw, String quarantine) {
    double most = spec.quality().maxRejectRatio();
    if (extracted.rejectedRows() > most * raw) {
      throw new InputError(
          String.format(
              Locale.ROOT,
              "%,d of %,d rows were rejected %s, more than quality.maxRejectRatio = %s allows:"
                  + " nothing was loaded; look at %s, then repair the input or raise the limit",
              extracted.rejectedRows(),
              raw,
              extracted.rejectedByReason(),
              most,
              quarantine));
    }
  }

  private org.apache.hadoop.conf.Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  private Map<String, Long> quarantine(
      Dataset<Row> rows, ParquetFolder rejected, String quarantine) {
    Map<String, Long> byReason = new TreeMap<>();
    if (rejected.rows() == 0) {
      return byReason;
    }
    Dataset<Row> bad = spark.read().schema(rows.schema()).parquet(rejected.path());
    bad.select(
            col(Marks.REASON).as("reason"),
            col(Marks.COLUMNS).as("columns"),
            col(Marks.RAW).as("raw"),
            col(Marks.RAW_BASE64).as("raw_base64"),
            col(Marks.SOURCE).as("source"),
            col(Marks.POSITION).as("position"),
            lit(spec.name()).as("job"),
            lit(runId).as("run_id"))
        .write()
        .mode(SaveMode.Overwrite)
        .json(quarantine);
    bad.groupBy(col(Marks.REASON))
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> byReason.put(row.getString(0), row.getLong(1)));
    return byReason;
  }
}
