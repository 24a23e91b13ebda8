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
  /** Settings anybody may override; docs/guide-measured.md says what they are worth. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.sql.adaptive.enabled", "true",
          "spark.sql.adaptive.coalescePartitions.enabled", "true",
          "spark.sql.adaptive.skewJoin.enabled", "true",
          "spark.io.compression.codec", "zstd",
          "spark.sql.shuffle.partitions", "100",
          // The JVM compiles no method above 8,000 bytes; Spark's own limit is eight times that.
          "spark.sql.codegen.hugeMethodLimit", "8000",
          // Good and rejected rows are written side by side, without sorting them apart first.
          "spark.sql.maxConcurrentOutputFileWriters", "4");

  /**
   * Settings that decide what a value means, or in which order rows lie: the same on every Spark,
   * in every time zone and on every size of cluster.
   */
  private static final Map<String, String> FIXED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.ansi.enabled", "true",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          // Days before 1582 and times before 1900 are written and read as they are; by its default
          // Spark 3.5 refuses them, and the run with them.
          "spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED",
          "spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED",
          "spark.sql.parquet.int96RebaseModeInRead", "CORRECTED",
          // Times in nanoseconds, as pandas writes them; Spark has no type of its own for them.
          "spark.sql.legacy.parquet.nanosAsLong", "true",
          "spark.sql.files.minPartitionNum", "64");

  /** Settings that Glue itself makes in every job. */
  private static final String GLUE = "spark.glue.";

  private static final String HADOOP = "spark.hadoop.";

  private SparkDefaults() {}

  /** The configuration of a run; reads the system properties spark-submit has set. */
  static SparkConf conf(JobSpec spec) {
    SparkConf conf = new SparkConf();
    setMissing(conf, spec.spark());
    setMissing(conf, DEFAULTS);
    new TreeMap<>(FIXED).forEach(conf::set);
    if (!spec.shuffleStorage().isEmpty()) {
      setMissing(conf, shuffleStorage(spec.shuffleStorage(), isGlue(conf)));
    }
    // spark-submit names an application after its main class unless the user names it.
    if (conf.get("spark.app.name", EtlJob.class.getName()).equals(EtlJob.class.getName())) {
      conf.setAppName(spec.name());
    }
    return conf;
  }

  /**
   * Keeps shuffle files in S3. Glue has its own way, which also needs the job argument
   * --write-shuffle-files-to-s3; elsewhere it is a plugin of AWS that is brought by --jars.
   */
  static Map<String, String> shuffleStorage(String address, boolean isGlue) {
    return isGlue
        ? Map.of("spark.shuffle.glue.s3ShuffleBucket", address)
        : Map.of(
            "spark.shuffle.sort.io.plugin.class",
            "com.amazonaws.spark.shuffle.io.cloud.ChopperPlugin",
            "spark.shuffle.storage.path",
            address);
  }

  private static boolean isGlue(SparkConf conf) {
    for (Tuple2<String, String> entry : conf.getAll()) {
      if (entry._1().startsWith(GLUE)) {
        return true;
      }
    }
    return false;
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
