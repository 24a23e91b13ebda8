package dev.redline.listener.meter;

import static dev.redline.listener.meter.Signals.EVERYTHING_MEASURED;
import static dev.redline.listener.meter.Signals.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Metric;
import dev.redline.catalog.Settings;
import dev.redline.listener.meter.CloudWatchEndpoint.Answer;
import dev.redline.listener.meter.CloudWatchEndpoint.Datum;
import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.TaskOutcome;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each fault of CloudWatch and of the way to it costs: values that never arrive, and time that
 * the end of the job takes longer. Prints the table that docs/publishing.md shows.
 */
@ExtendWith(AwsProperties.class)
@Timeout(180)
class PublishFaultsTest {
  private static final Duration PLENTY = Duration.ofMinutes(1);
  private static final Duration DEADLINE = Duration.ofMillis(1000);

  /**
   * How long a close may take that has a deadline of a second: so much longer that no machine is
   * too busy for it, and still finite, which a fault that never ends is not.
   */
  private static final Duration HANGS = Duration.ofSeconds(40);

  private static final List<String> TABLE = new ArrayList<>();

  private CloudWatchEndpoint endpoint;
  private LogLines log;

  @BeforeEach
  void open() throws Exception {
    endpoint = new CloudWatchEndpoint();
    log = LogLines.of(MetricPublisher.class.getPackageName());
  }

  @AfterEach
  void close() throws Exception {
    endpoint.close();
    Await.untilNobodyPublishes();
    log.close();
  }

  @AfterAll
  static void print() {
    System.out.println("| Fault | Lost | Added to the job's end |\n| --- | --- | --- |");
    TABLE.stream().sorted().forEach(System.out::println);
  }

  /**
   * A fault of every request.
   *
   * @param told what the log says of it
   */
  record Fault(String name, Function<CloudWatchEndpoint, Answer> answer, String told) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault(
            "403, no permission, EMF off", e -> e.error(403, "AccessDenied"), "PutMetricData"),
        new Fault("expired credentials", e -> e.error(403, "ExpiredToken"), "credentials"),
        new Fault(
            "throttling", e -> e.error(400, "ThrottlingException"), "CloudWatch answered 400"),
        new Fault("CloudWatch's own error", e -> e.error(500, "InternalServiceFault"), "500"),
        new Fault("connection reset", e -> CloudWatchEndpoint.reset(), "endpoint"),
        new Fault("half an answer", CloudWatchEndpoint::halfAnswer, "endpoint"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatEndsInTimeLosesNothing(Fault fault) {
    endpoint.misbehave(fault.answer().apply(endpoint));
    MetricPublisher publisher = publisher(Map.of("step", "1s", "emf", "off"));
    CatalogMeters meters = meters(publisher);
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 0));
    Await.until(() -> counted(publisher, Metric.PUBLISH_FAILURES) > 0);
    Instant end = Instant.now();
    endpoint.behave();
    meters.record(task(TaskOutcome.SUCCEEDED, 20, 0));
    Duration took = close(publisher, PLENTY);

    assertThat(sum(Metric.SHUFFLE_WRITTEN)).isEqualTo(120);
    assertThat(endpoint.received().get(0).at()).as("its own time").isBefore(end);
    assertThat(sum(Metric.PUBLISH_FAILURES)).isGreaterThanOrEqualTo(1);
    assertThat(counted(publisher, Metric.PUBLISH_RETRIES)).isGreaterThanOrEqualTo(1);
    assertThat(log.lines()).singleElement().asString().contains(fault.told());
    row(fault + ", then none", "nothing", took);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatLastsDelaysTheEndNoLongerThanTheDeadline(Fault fault) {
    endpoint.misbehave(fault.answer().apply(endpoint));
    MetricPublisher publisher = publisher(Map.of("emf", "off"));
    meters(publisher);
    Await.until(() -> log.lines().stream().anyMatch(line -> line.contains(fault.told())));
    Duration took = close(publisher, DEADLINE);

    assertThat(took).isLessThan(HANGS);
    assertThat(sum(Metric.GUARD_ALIVE)).as("what waits is given up").isZero();
    row(fault + ", to the end", "the values that wait", took);
  }

  @Test
  void aHangDelaysTheEndNoLongerThanTheDeadline() {
    endpoint.hang();
    MetricPublisher publisher = publisher(Map.of());
    meters(publisher);
    Await.until(() -> endpoint.requests() > 0);
    Duration took = close(publisher, DEADLINE);

    assertThat(took).isLessThan(HANGS);
    assertThat(log.lines()).anyMatch(line -> line.matches(LOST));
    row("no answer, to the end", "the values that wait", took);
  }

  @Test
  void aHostWithoutAnAddressDelaysTheEndNoLongerThanTheDeadline() {
    MetricPublisher publisher = publisher(Map.of("endpoint", "http://cloudwatch.invalid:4566"));
    meters(publisher);
    Await.until(() -> !log.lines().isEmpty());
    Duration took = close(publisher, DEADLINE);

    assertThat(took).isLessThan(HANGS);
    assertThat(log.lines()).first().asString().contains("http://cloudwatch.invalid:4566");
    row("DNS failure, to the end", "the values that wait", took);
  }

  @Test
  void aMissingPermissionSendsTheValuesToTheLog() {
    endpoint.refuse("AccessDenied");
    MetricPublisher publisher = publisher(Map.of());
    CatalogMeters meters = meters(publisher);
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 0));
    Duration took;
    List<String> lines;
    try (LogLines emf = LogLines.of(EmfTarget.LOGGER, Level.INFO)) {
      took = close(publisher, PLENTY);
      lines = emf.lines();
    }

    assertThat(lines)
        .anyMatch(
            l ->
                l.startsWith("{\"_aws\":")
                    && l.contains("\"redline.shuffle.written.count\":100.0"));
    assertThat(log.lines()).filteredOn(l -> l.contains("cloudwatch:PutMetricData")).hasSize(1);
    row("403, no permission, to the end, EMF lines to the log", "nothing", took);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 3})
  void aClockThatIsWrongIsCorrected(int hours) {
    endpoint.clock(Duration.ofHours(hours));
    MetricPublisher publisher = publisher(Map.of("step", "1s"));
    CatalogMeters meters = meters(publisher);
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 0));
    Await.until(() -> !endpoint.received().isEmpty());
    int uncorrected = hours > 0 ? endpoint.received().size() : 0;
    Duration took = close(publisher, PLENTY);

    Instant there = Instant.now().plus(Duration.ofHours(hours));
    assertThat(sum(Metric.SHUFFLE_WRITTEN)).isEqualTo(100);
    assertThat(endpoint.received().stream().skip(uncorrected).map(Datum::at))
        .isNotEmpty()
        .allMatch(at -> Duration.between(at, there).abs().compareTo(Duration.ofMinutes(20)) < 0);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("clock is wrong by %d min".formatted(-60 * hours));
    row("clock wrong by %+d h".formatted(-hours), "nothing", took);
  }

  @Test
  void twentyThousandSeriesArriveInRequestsThatCloudWatchTakes() {
    MetricPublisher publisher = publisher(Map.of("series-limit", "30000"));
    register(publisher, 20_000);
    Duration took = close(publisher, PLENTY);

    assertThat(endpoint.received()).extracting(d -> d.dimensions().get("n")).contains("0", "19999");
    assertThat(endpoint.received()).hasSize(20_000);
    assertThat(endpoint.violations()).isEmpty();
    assertThat(log.lines()).isEmpty();
    row("20,000 series, allowed", "nothing", took);
  }

  @Test
  void tooManySeriesAreCountedAndToldOnce() {
    MetricPublisher publisher = publisher(Map.of("step", "1s"));
    register(publisher, 20_000);
    publisher.begin();
    Await.until(() -> counted(publisher, Metric.PUBLISH_DROPPED) >= 2 * 19_500);
    Duration took = close(publisher, PLENTY);

    assertThat(endpoint.received().stream().map(Datum::dimensions).distinct()).hasSize(500);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("500 series", "spark.redline.cloudwatch.series-limit");
    row("20,000 series, 500 allowed", "the other 19,500", took);
  }

  @Test
  void longNamesAreSplitByTheirSize() {
    MetricPublisher publisher = publisher(Map.of("series-limit", "3000"));
    String text = "x".repeat(1_000);
    for (int i = 0; i < 2_000; i++) {
      Gauge.builder("g", () -> 1).tag("n", text + i).register(publisher.registry());
    }
    close(publisher, PLENTY);

    assertThat(endpoint.received()).hasSize(2_000);
    assertThat(endpoint.violations()).isEmpty();
  }

  @Test
  void aPauseLongerThanAStepLosesNoCounts() {
    MetricPublisher publisher = publisher(Map.of("step", "1s"));
    CatalogMeters meters = meters(publisher);
    Await.until(() -> !endpoint.received().isEmpty());
    // The publishing thread is held up, as it is by a collection that stops the driver's world.
    Gauge hold = Gauge.builder("hold", this::holdUp).register(publisher.registry());
    Await.until(() -> held);
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 0));
    Await.until(() -> System.nanoTime() - heldAtNanos > Duration.ofMillis(2500).toNanos());
    release.countDown();
    close(publisher, PLENTY);

    assertThat(hold).isNotNull();
    assertThat(sum(Metric.SHUFFLE_WRITTEN)).isEqualTo(100);
  }

  private final CountDownLatch release = new CountDownLatch(1);
  private volatile boolean held;
  private volatile long heldAtNanos;

  private double holdUp() {
    if (!held) {
      heldAtNanos = System.nanoTime();
      held = true;
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return 1;
  }

  @Test
  void aPeakBetweenTwoStepsArrives() {
    MetricPublisher publisher = publisher(Map.of("step", "1s"));
    CatalogMeters meters = publisher.meters("peaks", "test", () -> Vitals.NONE);
    meters.observe(new Memory(0.97, null, 0.99, null));
    meters.observe(new Memory(0.41, null, 0.60, null));
    Await.until(() -> !endpoint.received().isEmpty());
    close(publisher, PLENTY);

    assertThat(values(Metric.MEMORY_LIVE_HEAP)).first().isEqualTo(97.0);
    assertThat(values(Metric.MEMORY_PEAK_HEAP)).containsOnlyOnce(99.0);
  }

  private static final String LOST = ".* of the run were not published within .*flush\\.deadline.*";

  private static void row(String fault, String lost, Duration added) {
    TABLE.add("| %s | %s | %d ms |".formatted(fault, lost, added.toMillis()));
  }

  private static Duration close(MetricPublisher publisher, Duration deadline) {
    long start = System.nanoTime();
    publisher.close(deadline);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void register(MetricPublisher publisher, int series) {
    for (int i = 0; i < series; i++) {
      Gauge.builder("g", () -> 1).tag("n", "" + i).register(publisher.registry());
    }
  }

  private static double counted(MetricPublisher publisher, Metric metric) {
    return publisher.statistics().counter(metric).orElseThrow().sum();
  }

  private List<Double> values(Metric metric) {
    return endpoint.received().stream()
        .filter(datum -> datum.name().equals(metric.cloudWatchName()))
        .map(Datum::value)
        .toList();
  }

  private double sum(Metric metric) {
    return values(metric).stream().mapToDouble(value -> value).sum();
  }

  private MetricPublisher publisher(Map<String, String> overrides) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("enabled", "true", "region", "eu-central-1", "endpoint", endpoint.url()));
    settings.putAll(overrides);
    Map<String, String> configuration = new HashMap<>();
    settings.forEach((key, value) -> configuration.put("spark.redline.cloudwatch." + key, value));
    return MetricPublisher.start(Settings.from(configuration));
  }

  private static CatalogMeters meters(MetricPublisher publisher) {
    return publisher.meters("faults", "test", () -> EVERYTHING_MEASURED);
  }
}
