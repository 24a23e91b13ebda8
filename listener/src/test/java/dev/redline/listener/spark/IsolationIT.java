package dev.redline.listener.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.redline.listener.RedlineListener;
import dev.redline.listener.RedlinePlugin;
import dev.redline.listener.meter.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent on the listener bus of real contexts, of which this JVM has several, one by one. */
@SuppressWarnings("NullAway") // Nulls are what Spark may hand over.
class IsolationIT {
  private static final String LISTENER = RedlineListener.class.getName();
  private static final String PLUGIN = RedlinePlugin.class.getName();
  private static final int EXECUTORS = 10_000;
  private static final int TASKS = 1_000_000;

  @TempDir Path folder;
  private Set<Thread> threadsBefore = Set.of();
  private int hooksBefore;

  @BeforeEach
  void count() throws Exception {
    threadsBefore = Thread.getAllStackTraces().keySet();
    // Spark and Hadoop register their own with the first context.
    context(conf()).stop();
    hooksBefore = hooks();
  }

  private SparkConf conf() {
    return new SparkConf(false)
        .setMaster("local[1]")
        .setAppName("isolation")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.redline.mode", "observe")
        .set("spark.redline.flush.deadline", "1m")
        .set("spark.redline.record.path", folder.resolve("run.json").toString())
        .set("spark.redline.verdict.path", folder.resolve("verdict.json").toUri().toString());
  }

  private static JavaSparkContext context(SparkConf conf) {
    return JavaSparkContext.fromSparkContext(new SparkContext(conf));
  }

  private List<String> redlineThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !threadsBefore.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("redline-"))
        .toList();
  }

  private static int hooks() throws Exception {
    var hooks = ShutdownHookManager.class.getDeclaredField("hooks");
    hooks.setAccessible(true);
    return ((Set<?>) hooks.get(ShutdownHookManager.get())).size();
  }

  private static long sum(JavaSparkContext spark) {
    return spark.parallelize(List.of(1, 2, 3, 4), 2).reduce(Integer::sum);
  }

  private void assertNothingIsLeft() throws Exception {
    await().atMost(Duration.ofMinutes(3)).until(() -> redlineThreads().isEmpty());
    assertThat(hooks()).isEqualTo(hooksBefore);
  }

  @Test
  void contextsOneAfterTheOtherLeaveNoThreadAndNoHook() throws Exception {
    for (int i = 0; i < 4; i++) {
      SparkConf conf =
          i % 2 == 0
              ? conf().set("spark.extraListeners", LISTENER)
              : conf().set("spark.plugins", PLUGIN);
      try (JavaSparkContext spark = context(conf)) {
        assertThat(redlineThreads()).contains("redline-ladder", "redline-watchdog");
        assertThat(sum(spark)).isEqualTo(10);
      }
      assertNothingIsLeft();
      assertThat(folder.resolve("run.json")).content().contains("\"complete\":true", "\"jobs\":1");
      Files.delete(folder.resolve("run.json"));
    }
  }

  @Test
  void attachedTwiceOneGuards() throws Exception {
    try (LogLines log = LogLines.of("dev.redline.listener")) {
      SparkConf conf =
          conf()
              .set("spark.extraListeners", LISTENER + "," + LISTENER)
              .set("spark.plugins", PLUGIN);
      try (JavaSparkContext spark = context(conf)) {
        spark.sc().addSparkListener(new RedlineListener(spark.getConf()));
        assertThat(redlineThreads()).filteredOn("redline-ladder"::equals).hasSize(1);
        assertThat(sum(spark)).isEqualTo(10);
      }
      assertThat(log.lines()).filteredOn(line -> line.contains("stands aside")).hasSize(3);
    }
    assertNothingIsLeft();
  }

  @Test
  void offCostsNothing() throws Exception {
    SparkConf conf = conf().set("spark.extraListeners", LISTENER).set("spark.redline.mode", "off");
    try (JavaSparkContext spark = context(conf)) {
      assertThat(redlineThreads()).isEmpty();
      assertThat(hooks()).isEqualTo(hooksBefore);
      assertThat(sum(spark)).isEqualTo(10);
    }
    assertThat(folder).isEmptyDirectory();
  }

  /** A plugin that keeps its context from being created. */
  public static final class Failing implements SparkPlugin {
    @Override
    public DriverPlugin driverPlugin() {
      return new DriverPlugin() {
        @Override
        public Map<String, String> init(SparkContext context, PluginContext plugin) {
          throw new IllegalStateException("no context for you");
        }
      };
    }

    @Override
    public @Nullable ExecutorPlugin executorPlugin() {
      return null;
    }
  }

  @Test
  void aContextThatCannotBeCreatedLeavesNothing() throws Exception {
    SparkConf conf = conf().set("spark.plugins", PLUGIN + "," + Failing.class.getName());
    assertThatThrownBy(() -> context(conf)).hasMessageContaining("no context for you");
    assertNothingIsLeft();
  }

  /** An event that nobody may look at. */
  private static final class Hostile implements SparkListenerEvent {
    @Override
    public String toString() {
      throw new IllegalStateException("not to be looked at");
    }

    @Override
    public boolean logEvent() {
      return false;
    }
  }

  @Test
  void strangeEventsChangeNothing() throws Exception {
    try (LogLines log = LogLines.of("dev.redline.listener")) {
      try (JavaSparkContext spark = context(conf().set("spark.extraListeners", LISTENER))) {
        post(spark, new Hostile());
        post(spark, new SparkListenerExecutorRemoved(1, null, null));
        post(spark, Events.taskEnd(null, null, null, null));
        post(spark, Events.taskEnd(Events.taskInfo(null, 0), null, null, null));
        assertThat(sum(spark)).isEqualTo(10);
      }
      assertThat(log.lines()).isEmpty();
    }
    assertThat(folder.resolve("run.json")).content().doesNotContain("The guard itself failed");
  }

  /** An event of another Spark, whose method is not there. */
  private static final class OfAnotherSpark extends SparkListenerJobEnd {
    OfAnotherSpark() {
      super(7, 1, null);
    }

    @Override
    public int jobId() {
      throw new NoSuchMethodError("of another Spark");
    }
  }

  @Test
  void aGuardThatFailsSaysSoOnceAndTheJobGoesOn() throws Exception {
    try (LogLines log = LogLines.of("dev.redline.listener")) {
      try (JavaSparkContext spark =
          context(
              conf()
                  .set("spark.extraListeners", LISTENER)
                  .set("spark.appStateStore.asyncTracking.enable", "false"))) {
        // Straight to our listener: Spark's own ones would not survive it either.
        RedlineListener listener = listenerOf(spark);
        listener.onJobEnd(new OfAnotherSpark());
        listener.onJobEnd(new OfAnotherSpark());
        assertThat(sum(spark)).isEqualTo(10);
      }
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("Redline failed and no longer watches"))
          .hasSize(1);
    }
    assertNothingIsLeft();
    assertThat(folder.resolve("run.json"))
        .content()
        .contains("The guard itself failed", "java.lang.NoSuchMethodError");
    assertThat(folder.resolve("verdict.json")).content().contains("The guard itself failed");
  }

  private static RedlineListener listenerOf(JavaSparkContext spark) {
    return (RedlineListener)
        spark
            .sc()
            .listenerBus()
            .findListenersByClass(scala.reflect.ClassTag$.MODULE$.apply(RedlineListener.class))
            .head();
  }

  private static void post(JavaSparkContext spark, SparkListenerEvent event) {
    spark.sc().listenerBus().post(event);
  }

  @Test
  void aStormOfTasksAndExecutorsIsKeptUpWith() throws Exception {
    SparkConf conf =
        conf()
            .set("spark.plugins", PLUGIN)
            .set("spark.scheduler.listenerbus.eventqueue.redline.capacity", "2000000");
    long startNanos = System.nanoTime();
    try (LogLines log = LogLines.of("dev.redline.listener");
        JavaSparkContext spark = context(conf)) {
      IntStream.range(0, EXECUTORS).forEach(i -> post(spark, added(i)));
      SparkListenerTaskEnd[] tasks =
          IntStream.range(0, 1_000)
              .mapToObj(IsolationIT::succeeded)
              .toArray(SparkListenerTaskEnd[]::new);
      IntStream.range(0, TASKS).forEach(i -> post(spark, tasks[i % tasks.length]));
      IntStream.range(0, EXECUTORS).forEach(i -> post(spark, removed(i)));
      assertThat(sum(spark)).isEqualTo(10);
      spark.sc().listenerBus().waitUntilEmpty(Duration.ofMinutes(1).toMillis());
      assertThat(log.lines()).isEmpty();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    System.out.printf("%,d tasks and %,d executors in %d ms%n", TASKS, EXECUTORS, took.toMillis());
    assertThat(took).isLessThan(Duration.ofMinutes(1));
    // Written by a thread of its own, which the end of the application waits for only so long.
    await()
        .untilAsserted(
            () ->
                assertThat(folder.resolve("run.json"))
                    .content()
                    .contains("\"tasks\":" + (TASKS + 2), "\"executorsAdded\":" + (EXECUTORS + 1)));
  }

  private static SparkListenerExecutorAdded added(int id) {
    return new SparkListenerExecutorAdded(id, "x" + id, null);
  }

  private static SparkListenerExecutorRemoved removed(int id) {
    String reason = id % 2 == 0 ? "Executor killed by driver." : "Command exited with code 134";
    return new SparkListenerExecutorRemoved(EXECUTORS + id, "x" + id, reason);
  }

  private static SparkListenerTaskEnd succeeded(int id) {
    return Events.taskEnd(
        Events.taskInfo("x" + id, 1_000 + id),
        Success$.MODULE$,
        null,
        org.apache.spark.executor.TaskMetrics.empty());
  }
}
