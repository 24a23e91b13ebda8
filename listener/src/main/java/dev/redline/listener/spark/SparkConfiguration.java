package dev.redline.listener.spark;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import dev.redline.listener.signal.ExecutorSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** What Spark's configuration says, read once when the agent is attached. */
public final class SparkConfiguration {
  /** Spark's own default of spark.redaction.regex (3.5, 4.1). */
  private static final String REDACTION = "(?i)secret|password|token|access[.]?key";

  private static final String REDACTED = "*********(redacted)";
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d{1,6})\\s*,.*");
  private static final long MEBIBYTE = 1L << 20;
  private static final long MIN_OVERHEAD_MIB = 384;

  private final SparkConf conf;
  private final Map<String, String> entries = new TreeMap<>();

  /** Takes a copy of the configuration. */
  public SparkConfiguration(SparkConf conf) {
    this.conf = conf;
    for (Tuple2<String, String> entry : conf.getAll()) {
      entries.put(entry._1(), entry._2());
    }
  }

  /** Redline's settings. */
  public Settings settings() {
    return Settings.from(entries);
  }

  /** The version of the Spark that runs. */
  public String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  /** Spark's application name. */
  public String applicationName() {
    return conf.get("spark.app.name", "");
  }

  /** Whether heartbeats measure resident memory. */
  public boolean measuresProcessTree() {
    return conf.getBoolean("spark.executor.processTreeMetrics.enabled", false);
  }

  /**
   * What each executor is granted, as Spark computes it (ResourceProfile and ResourceUtils, 3.5):
   * the heap, and beside it the overhead (by default 10 % of the heap, at least 384 MiB), off-heap
   * and Python memory.
   */
  public ExecutorSize executorSize() {
    long heapMib = Math.max(1, conf.getSizeAsMb("spark.executor.memory", "1g"));
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    long minimumMib = conf.getSizeAsMb("spark.executor.minMemoryOverhead", MIN_OVERHEAD_MIB + "m");
    long defaultMib = Math.max((long) (heapMib * factor), minimumMib);
    long overheadMib = conf.getSizeAsMb("spark.executor.memoryOverhead", defaultMib + "m");
    if (conf.getBoolean("spark.memory.offHeap.enabled", false)) {
      overheadMib += conf.getSizeAsBytes("spark.memory.offHeap.size", "0") / MEBIBYTE;
    }
    overheadMib += conf.getSizeAsMb("spark.executor.pyspark.memory", "0");
    return new ExecutorSize(heapMib * MEBIBYTE, overheadMib * MEBIBYTE);
  }

  /**
   * How many executors the run asked for, as Spark counts them for its own limit on failures
   * (ExecutorFailureTracker, 3.5): the most that dynamic allocation may use where it is on and
   * bounded, else the instances; 0 where neither is set.
   */
  public int expectedExecutors() {
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      int most = conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
      int least = conf.getInt("spark.dynamicAllocation.minExecutors", 0);
      return most < Integer.MAX_VALUE
          ? most
          : Math.max(least, conf.getInt("spark.dynamicAllocation.initialExecutors", 0));
    }
    Matcher localCluster = LOCAL_CLUSTER.matcher(conf.get("spark.master", ""));
    return localCluster.matches()
        ? Integer.parseInt(localCluster.group(1))
        : conf.getInt("spark.executor.instances", 0);
  }

  /** Everything that applied, secrets redacted by Spark's own rule, sorted by key. */
  public List<ConfigurationEntry> redacted() {
    Pattern secret = redaction();
    List<ConfigurationEntry> all = new ArrayList<>();
    entries.forEach(
        (key, value) -> all.add(new ConfigurationEntry(key, redact(secret, key, value), true)));
    for (Setting setting : Setting.values()) {
      if (!entries.containsKey(setting.key())) {
        String value = setting.defaultText().orElse("");
        all.add(new ConfigurationEntry(setting.key(), value, false));
      }
    }
    all.sort(Comparator.comparing(ConfigurationEntry::key));
    return all;
  }

  private static String redact(Pattern secret, String key, String value) {
    return secret.matcher(key).find() || secret.matcher(value).find() ? REDACTED : value;
  }

  private Pattern redaction() {
    try {
      return Pattern.compile(conf.get("spark.redaction.regex", REDACTION));
    } catch (PatternSyntaxException e) {
      return Pattern.compile(REDACTION);
    }
  }
}
