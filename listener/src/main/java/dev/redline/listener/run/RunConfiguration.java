package dev.redline.listener.run;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.WorkerType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What Spark's configuration says about a run, live or replayed: Redline's settings, what executors
 * are granted and how many were asked for. Values that cannot be read count as not set, since Spark
 * itself is the one to refuse them. Immutable.
 */
public final class RunConfiguration {
  /** Spark's own default of spark.redaction.regex (3.5, 4.1). */
  private static final String REDACTION = "(?i)secret|password|token|access[.]?key";

  /** Such as spark.glue.JOB_NAME, spark.glue.GLUE_VERSION. */
  private static final String GLUE = "spark.glue.";

  private static final String REDACTED = "*********(redacted)";
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d{1,6})\\s*,.*");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kmgtp]?)i?b?");
  private static final String UNITS = "kmgtp";
  private static final long MEBIBYTE = 1L << 20;
  private static final long MIN_OVERHEAD_MIB = 384;

  private final Map<String, String> entries;

  /** Takes a copy of Spark's configuration. */
  public RunConfiguration(Map<String, String> entries) {
    this.entries = new TreeMap<>(entries);
  }

  /** The configuration itself, secrets included. */
  public Map<String, String> entries() {
    return Map.copyOf(entries);
  }

  /** Redline's settings. */
  public Settings settings() {
    return Settings.from(entries);
  }

  /** Spark's application name. */
  public String applicationName() {
    return text("spark.app.name");
  }

  /** Whether heartbeats measure resident memory. */
  public boolean measuresProcessTree() {
    return isOn("spark.executor.processTreeMetrics.enabled");
  }

  /**
   * What each executor is granted, as Spark computes it (ResourceProfile, 3.5): the heap, and
   * beside it the overhead (by default 10 % of the heap, at least 384 MiB), off-heap and Python
   * memory.
   */
  public ExecutorSize executorSize() {
    long heapMib = Math.max(1, mebibytes("spark.executor.memory", 1024));
    double factor = number("spark.executor.memoryOverheadFactor", 0.1);
    long minimumMib = mebibytes("spark.executor.minMemoryOverhead", MIN_OVERHEAD_MIB);
    long overheadMib =
        mebibytes("spark.executor.memoryOverhead", Math.max((long) (heapMib * factor), minimumMib));
    if (isOn("spark.memory.offHeap.enabled")) {
      overheadMib += bytes("spark.memory.offHeap.size", 1, 0) / MEBIBYTE;
    }
    overheadMib += mebibytes("spark.executor.pyspark.memory", 0);
    long heapBytes = heapMib * MEBIBYTE;
    long overheadBytes = overheadMib * MEBIBYTE;
    return new ExecutorSize(heapBytes, overheadBytes, workerType(heapBytes + overheadBytes));
  }

  /**
   * On Glue, which leaves settings of its own in Spark's configuration, by the executors' cores.
   */
  private @Nullable WorkerType workerType(long containerBytes) {
    return entries.keySet().stream().anyMatch(key -> key.startsWith(GLUE))
        ? WorkerType.of(count("spark.executor.cores", 0), containerBytes).orElse(null)
        : null;
  }

  /**
   * How many executors the run asked for, as Spark counts them for its own limit on failures
   * (ExecutorFailureTracker, 3.5): the most that dynamic allocation may use where it is on and
   * bounded, else the instances; 0 where neither is set.
   */
  public int expectedExecutors() {
    if (isOn("spark.dynamicAllocation.enabled")) {
      int most = count("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
      return most < Integer.MAX_VALUE
          ? most
          : Math.max(
              count("spark.dynamicAllocation.minExecutors", 0),
              count("spark.dynamicAllocation.initialExecutors", 0));
    }
    Matcher localCluster = LOCAL_CLUSTER.matcher(text("spark.master"));
    return localCluster.matches()
        ? Integer.parseInt(localCluster.group(1))
        : count("spark.executor.instances", 0);
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
      return Pattern.compile(entries.getOrDefault("spark.redaction.regex", REDACTION));
    } catch (PatternSyntaxException e) {
      return Pattern.compile(REDACTION);
    }
  }

  private String text(String key) {
    return entries.getOrDefault(key, "").strip();
  }

  private boolean isOn(String key) {
    return text(key).equalsIgnoreCase("true");
  }

  private int count(String key, int otherwise) {
    String text = text(key);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
  }

  private double number(String key, double otherwise) {
    try {
      return Double.parseDouble(text(key));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** A size whose bare numbers are MiB, as those of executor memory are. */
  private long mebibytes(String key, long otherwiseMib) {
    return bytes(key, MEBIBYTE, otherwiseMib * MEBIBYTE) / MEBIBYTE;
  }

  private long bytes(String key, long bareUnit, long otherwiseBytes) {
    Matcher size = SIZE.matcher(text(key).toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      return otherwiseBytes;
    }
    String unit = size.group(2);
    long factor = unit.isEmpty() ? bareUnit : 1L << (10 * (UNITS.indexOf(unit) + 1));
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE / factor ? otherwiseBytes : number * factor;
  }
}
