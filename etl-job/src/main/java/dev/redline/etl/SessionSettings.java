package dev.redline.etl;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/** Settings of a session that hold for one query. */
final class SessionSettings {
  private SessionSettings() {}

  /** Runs a query under other settings, and then brings back what was set before. */
  static void during(SparkSession spark, Map<String, String> settings, Runnable query) {
    RuntimeConfig conf = spark.conf();
    Map<String, String> before = new HashMap<>();
    settings.keySet().forEach(name -> before.put(name, conf.get(name)));
    settings.forEach(conf::set);
    try {
      query.run();
    } finally {
      before.forEach(conf::set);
    }
  }
}
