package dev.redline.bench.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

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
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/** Who finds the newest row of each key. All leave the same rows. */
enum Variant {
  /** A window, as first written: 400 shuffle partitions, Spark's other defaults. */
  NAIVE(Map.of("spark.sql.shuffle.partitions", "400")) {
    @Override
    String write(SparkSession spark, Workload workload, String in, String out) {
      newest(spark.read().parquet(in), workload).write().parquet(out);
      return "window";
    }
  },

  /** The same with Redline's codec, to tell what the codec alone is worth. */
  NAIVE_ZSTD(Map.of("spark.sql.shuffle.partitions", "400", "spark.io.compression.codec", "zstd")) {
    @Override
    String write(SparkSession spark, Workload workload, String in, String out) throws Exception {
      return NAIVE.write(spark, workload, in, out);
    }
  },

  /** The guide to the letter: 100 partitions, 75 before the window, 50 before the write. */
  GUIDE(
      Map.of(
          "spark.sql.shuffle.partitions", "100",
          "spark.sql.adaptive.enabled", "true",
          "spark.sql.adaptive.coalescePartitions.enabled", "true",
          "spark.sql.adaptive.skewJoin.enabled", "true")) {
    @Override
    String write(SparkSession spark, Workload workload, String in, String out) {
      newest(spark.read().parquet(in).repartition(75), workload)
          .repartition(50)
          .write()
          .parquet(out);
      return "repartition(75), window, repartition(50)";
    }
  },

  /** What the job does: survey, plan, dedupe, checks. */
  REDLINE(
      Map.of(
          "spark.sql.shuffle.partitions", "100",
          "spark.io.compression.codec", "zstd",
          "spark.sql.codegen.hugeMethodLimit", "8000")) {
    @Override
    String write(SparkSession spark, Workload workload, String in, String out) throws Exception {
      StructType schema = spark.read().parquet(in).schema();
      ParquetFolder input = ParquetFolder.list(in, new Configuration());
      NewestPer rule = new NewestPer(workload.key(), workload.ordering());
      DedupeSettings settings = DedupeSettings.DEFAULT;
      InputFacts facts = new InputSurvey(spark, input, schema, rule).facts(settings);
      DedupePlan plan = DedupePlanner.plan(facts, settings);
      Deduped newest = plan.dedupe(settings, out + "-work").newest(spark, input, schema, rule);
      if (plan.algorithm() == Algorithm.LOCATOR) {
        writeEvenly(spark, newest.rows(), files(spark, input, facts), out);
      } else {
        newest.rows().write().parquet(out);
      }
      DedupeCounts counts = newest.afterWriting().get();
      return counts.kept() > 0 ? plan.algorithm().specName() : "nothing";
    }
  };

  private static final String RANK = "_rank";
  private static final double FILE_BYTES = 16 * 1024 * 1024;

  private final Map<String, String> settings;

  Variant(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Spark settings of this variant. */
  Map<String, String> settings() {
    return settings;
  }

  /**
   * Reads, dedupes and writes.
   *
   * @return how it was done, in a few words
   */
  abstract String write(SparkSession spark, Workload workload, String in, String out)
      throws Exception;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * One for each core at least, where there is more one for 16 MiB, eight for each core at most.
   */
  private static int files(SparkSession spark, ParquetFolder input, InputFacts facts) {
    int cores = spark.sparkContext().defaultParallelism();
    long bySize = (long) Math.ceil(input.lengthBytes() / facts.rowsPerKey() / FILE_BYTES);
    return (int) Math.max(cores, Math.min(8L * cores, bySize));
  }

  /** As the job does: files are cut small, and each task reads as much as all the others. */
  private static void writeEvenly(SparkSession spark, Dataset<Row> rows, int files, String out) {
    new ReadTasks(4 * files, "1g", "0")
        .during(
            spark,
            () -> {
              rows.coalesce(files)
                  .write()
                  .option(RowGroupSize.SETTING, RowGroupSize.bytes(spark.sparkContext()))
                  .parquet(out);
              return files;
            });
  }

  static Dataset<Row> newest(Dataset<Row> rows, Workload workload) {
    Column[] key = workload.key().stream().map(name -> col(name)).toArray(Column[]::new);
    Column[] ordering =
        workload.ordering().stream().map(name -> col(name).desc()).toArray(Column[]::new);
    return rows.withColumn(RANK, row_number().over(Window.partitionBy(key).orderBy(ordering)))
        .filter(col(RANK).equalTo(1))
        .drop(RANK);
  }
}
