package dev.redline.etl;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** One Spark for all unit tests, with the settings the job chooses; a task may fail twice. */
public final class LocalSpark {
  private static final SparkSession SESSION = start();

  private LocalSpark() {}

  /** The session; nobody stops it. */
  public static SparkSession session() {
    return SESSION;
  }

  private static SparkSession start() {
    SparkConf conf = SparkDefaults.conf(SampleSpec.read());
    conf.setMaster("local[2,3]");
    conf.set("spark.ui.enabled", "false");
    conf.set("spark.sql.shuffle.partitions", "4");
    return SparkSession.builder().config(conf).getOrCreate();
  }
}
