package dev.redline.bench.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.etl.storage.ParquetFolder;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One variant over one workload, in a process of its own: {@code DedupeRun WORKLOAD VARIANT QUICK
 * DATA-FOLDER OUTPUT-FOLDER RESULT-FILE}.
 */
public final class DedupeRun {
  private DedupeRun() {}

  /** Runs and writes the measurement as JSON. */
  public static void main(String[] args) throws Exception {
    Workload workload =
        Workload.all(Boolean.parseBoolean(args[2])).stream()
            .filter(w -> w.name().equals(args[0]))
            .findFirst()
            .orElseThrow();
    Variant variant = Variant.valueOf(args[1]);
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName(args[0] + " " + args[1]);
    conf.set("spark.ui.enabled", "false");
    conf.set("spark.local.dir", args[4] + "-spark");
    variant.settings().forEach(conf::set);
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      Measurement measurement = measure(spark, workload, variant, args[3], args[4]);
      new ObjectMapper().writeValue(Path.of(args[5]).toFile(), measurement);
    }
  }

  private static Measurement measure(
      SparkSession spark, Workload workload, Variant variant, String in, String out)
      throws Exception {
    // Class loading and code generation of a first query are not what is compared.
    spark.range(1_000).selectExpr("id % 7 AS k").groupBy("k").count().collectAsList();
    ParquetFolder input = ParquetFolder.list(in, new Configuration());
    TaskCosts costs = new TaskCosts();
    spark.sparkContext().addSparkListener(costs);
    long begin = System.nanoTime();
    String how = variant.write(spark, workload, in, out);
    long wall = (System.nanoTime() - begin) / 1_000_000;
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(costs);
    Row kept = kept(spark.read().parquet(out));
    return new Measurement(
        how,
        input.rows(),
        input.lengthBytes(),
        kept.getLong(0),
        kept.getDecimal(1).toPlainString(),
        costs.sums().shuffleBytes(),
        costs.sums().spillBytes(),
        costs.sums().largestTaskBytes(),
        wall);
  }

  private static Row kept(Dataset<Row> rows) {
    Column[] columns =
        Arrays.stream(rows.columns()).sorted().map(name -> col(name)).toArray(Column[]::new);
    return rows.agg(count(lit(1)), sum(xxhash64(columns).cast("decimal(38,0)"))).first();
  }
}
