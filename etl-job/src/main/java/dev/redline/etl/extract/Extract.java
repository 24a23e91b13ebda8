package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.redline.etl.JobSpec;
import dev.redline.etl.storage.ParquetFolder;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the raw files once as typed Parquet, good rows and rejected ones apart, and the rejected
 * ones once more where people look for them. All later steps read the typed rows.
 */
public final class Extract {
  private static final Logger LOG = LoggerFactory.getLogger(Extract.class);

  private final SparkSession spark;
  private final JobSpec spec;
  private final String runId;

  /** One extraction; {@code runId} marks its quarantine. */
  public Extract(SparkSession spark, JobSpec spec, String runId) {
    this.spark = spark;
    this.spec = spec;
    this.runId = runId;
  }

  /**
   * Reads the inputs.
   *
   * @param work a folder that is the run's own
   * @param quarantine a folder for this run's rejected rows; replaced, absent when none is rejected
   */
  public Extracted run(InputFiles inputs, String work, String quarantine)
      throws IOException, InterruptedException {
    Dataset<Row> rows = new Normaliser(spec).normalise(CsvSource.read(spark, spec, inputs));
    String typed = work + "/typed";
    OptionalLong rawRows = writeCounted(rows, typed);
    ParquetFolder good =
        ParquetFolder.list(typed + "/" + Normaliser.QUALITY + "=" + Normaliser.OK, hadoop());
    ParquetFolder rejected =
        ParquetFolder.list(typed + "/" + Normaliser.QUALITY + "=" + Normaliser.REJECTED, hadoop());
    Map<String, Long> byReason = quarantine(rows, rejected, quarantine);
    return new Extracted(rows.schema(), good, rejected.rows(), rawRows, byReason);
  }

  private org.apache.hadoop.conf.Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  private OptionalLong writeCounted(Dataset<Row> rows, String folder) throws InterruptedException {
    ReadRows reads = new ReadRows(runId);
    spark.sparkContext().addSparkListener(reads);
    spark.sparkContext().setLocalProperty(ReadRows.PROPERTY, runId);
    try {
      rows.write().mode(SaveMode.Overwrite).partitionBy(Normaliser.QUALITY).parquet(folder);
      OptionalLong read = reads.sum();
      if (read.isEmpty()) {
        LOG.warn(
            "Spark dropped events: raw rows are not counted apart, but taken as good + rejected");
      }
      return read;
    } finally {
      spark.sparkContext().setLocalProperty(ReadRows.PROPERTY, null);
      spark.sparkContext().removeSparkListener(reads);
    }
  }

  private Map<String, Long> quarantine(
      Dataset<Row> rows, ParquetFolder rejected, String quarantine) {
    Map<String, Long> byReason = new TreeMap<>();
    if (rejected.rows() == 0) {
      return byReason;
    }
    Dataset<Row> bad = spark.read().schema(rows.schema()).parquet(rejected.path());
    bad.select(
            col(Normaliser.REASON).as("reason"),
            col(Normaliser.COLUMNS).as("columns"),
            col(Normaliser.RAW).as("raw"),
            col(Normaliser.SOURCE).as("source"),
            lit(spec.name()).as("job"),
            lit(runId).as("run_id"))
        .write()
        .mode(SaveMode.Overwrite)
        .json(quarantine);
    bad.groupBy(col(Normaliser.REASON))
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> byReason.put(row.getString(0), row.getLong(1)));
    return byReason;
  }
}
