package dev.redline.listener.spark;

import dev.redline.listener.run.RunConfiguration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Reads Spark's configuration, once, when the agent is attached. */
public final class SparkConfiguration {
  private SparkConfiguration() {}

  /** A copy of what the configuration says. */
  public static RunConfiguration of(SparkConf conf) {
    Map<String, String> entries = new HashMap<>();
    for (Tuple2<String, String> entry : conf.getAll()) {
      entries.put(entry._1(), entry._2());
    }
    return new RunConfiguration(entries);
  }

  /** The version of the Spark that runs. */
  public static String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }
}
