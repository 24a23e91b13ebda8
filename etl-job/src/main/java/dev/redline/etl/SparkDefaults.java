package dev.redline.etl;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * The Spark settings the job wants. Who is nearer to the run wins: spark-submit, then the spec,
 * then this list. What the job's correctness hangs on is not asked.
 */
final class SparkDefaults {
  /** Settings anybody may override. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.sql.adaptive.enabled", "true",
          "spark.io.compression.codec", "zstd",
          "spark.sql.shuffle.partitions", "100",
          // Good and rejected rows are written side by side, without sorting them apart first.
          "spark.sql.maxConcurrentOutputFileWriters", "4");

  /** Settings that decide what a value means: the same on every Spark and in every time zone. */
  private static final Map<String, String> FIXED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.ansi.enabled", "true",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          "spark.sql.csv.parser.columnPruning.enabled", "false");

  private static final String HADOOP = "spark.hadoop.";

  private SparkDefaults() {}

  /** The configuration of a run; reads the system properties spark-submit has set. */
  static SparkConf conf(JobSpec spec) {
    SparkConf conf = new SparkConf();
    setMissing(conf, spec.spark());
    setMissing(conf, DEFAULTS);
    new TreeMap<>(FIXED).forEach(conf::set);
    // spark-submit names an application after its main class unless the user names it.
    if (conf.get("spark.app.name", EtlJob.class.getName()).equals(EtlJob.class.getName())) {
      conf.setAppName(spec.name());
    }
    return conf;
  }

  /** What Hadoop will know under this configuration, before Spark has started. */
  static Configuration hadoop(SparkConf conf) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> entry : conf.getAll()) {
      if (entry._1().startsWith(HADOOP)) {
        hadoop.set(entry._1().substring(HADOOP.length()), entry._2());
      }
    }
    return hadoop;
  }

  private static void setMissing(SparkConf conf, Map<String, String> settings) {
    settings.forEach(conf::setIfMissing);
  }
}
