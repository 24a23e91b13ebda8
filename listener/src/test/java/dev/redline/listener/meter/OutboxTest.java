package dev.redline.listener.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Metric;
import dev.redline.listener.meter.Channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

class OutboxTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final long PLENTY_BYTES = 1 << 20;

  private final PublishStatistics statistics = new PublishStatistics();
  private final Script channel = new Script();

  /** Answers as told, and accepts when nothing more is told. */
  private static final class Script implements Channel {
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final List<MetricDatum> accepted = new ArrayList<>();
    private String poison = "none";
    private int sent;

    @Override
    public Outcome send(PutMetricDataRequest request, Duration atMost) {
      sent++;
      if (request.metricData().stream().anyMatch(d -> d.metricName().equals(poison))) {
        return Outcome.REFUSED;
      }
      Outcome outcome = outcomes.isEmpty() ? Outcome.ACCEPTED : outcomes.removeFirst();
      if (outcome == Outcome.ACCEPTED) {
        accepted.addAll(request.metricData());
      }
      return outcome;
    }

    @Override
    public void close() {}
  }

  private Outbox outbox(long maxBytes, @Nullable Consumer<List<MetricDatum>> fallback) {
    return new Outbox("Redline", maxBytes, channel, fallback, statistics);
  }

  private static List<MetricDatum> step(int minute, int values) {
    return IntStream.range(0, values)
        .mapToObj(
            i ->
                MetricDatum.builder()
                    .metricName("m" + i)
                    .value((double) minute)
                    .timestamp(START.plusSeconds(60L * minute))
                    .build())
        .toList();
  }

  @Test
  void anOutageOfTenMinutesLosesNothing() {
    Outbox outbox = outbox(PLENTY_BYTES, null);
    for (int minute = 0; minute < 10; minute++) {
      channel.outcomes.add(Outcome.FAILED);
      outbox.add(step(minute, 20));
      outbox.flush();
    }
    assertThat(channel.accepted).isEmpty();

    outbox.add(step(10, 20));
    outbox.flush();

    assertThat(channel.accepted)
        .extracting(MetricDatum::timestamp)
        .isSorted()
        .hasSize(11 * 20)
        .startsWith(START)
        .endsWith(START.plusSeconds(600));
    assertThat(count(Metric.PUBLISH_FAILURES)).isEqualTo(10);
    assertThat(count(Metric.PUBLISH_RETRIES)).as("nine failed ones and the last").isEqualTo(10);
    assertThat(count(Metric.PUBLISH_DROPPED)).isZero();
  }

  @Test
  void aFailureIsNotFollowedByMoreInTheSameStep() {
    channel.outcomes.add(Outcome.FAILED);
    Outbox outbox = outbox(PLENTY_BYTES << 4, null);
    outbox.add(step(0, 3_000));

    assertThat(outbox.flush(Duration.ofSeconds(1))).isEqualTo(Outbox.Rest.SOON);
    assertThat(channel.sent).isEqualTo(1);
    assertThat(outbox.flush(Duration.ofSeconds(1))).isEqualTo(Outbox.Rest.NONE);
    assertThat(channel.accepted).hasSize(3_000);
  }

  @Test
  void theOldestAreDroppedAndCountedWhenTheQueueIsFull() {
    long stepBytes = Batch.of(step(0, 20)).get(0).bytes();
    Outbox outbox = outbox(3 * stepBytes, null);
    for (int minute = 0; minute < 5; minute++) {
      channel.outcomes.add(Outcome.FAILED);
      outbox.add(step(minute, 20));
      outbox.flush();
    }
    channel.outcomes.clear();
    outbox.flush();

    assertThat(channel.accepted).extracting(MetricDatum::value).startsWith(2.0).endsWith(4.0);
    assertThat(count(Metric.PUBLISH_DROPPED)).isEqualTo(40);
  }

  @Test
  void aStepLargerThanTheQueueIsStillTried() {
    Outbox outbox = outbox(1, null);
    outbox.add(step(0, 20));
    outbox.flush();

    assertThat(channel.accepted).hasSize(20);
  }

  @Test
  void whatIsDeniedFallsBackAtTheCostOfOneRequest() {
    List<MetricDatum> fallenBack = new ArrayList<>();
    channel.outcomes.add(Outcome.DENIED);
    Outbox outbox = outbox(PLENTY_BYTES, fallenBack::addAll);
    outbox.add(step(0, 2_500));
    outbox.flush();

    assertThat(channel.sent).isEqualTo(1);
    assertThat(fallenBack).hasSize(2_500);
    assertThat(outbox.waiting()).isZero();
  }

  @Test
  void whatIsDeniedWaitsWhereThereIsNoFallback() {
    channel.outcomes.add(Outcome.DENIED);
    Outbox outbox = outbox(PLENTY_BYTES, null);
    outbox.add(step(0, 20));
    outbox.flush();
    assertThat(outbox.waiting()).isEqualTo(20);

    outbox.flush();
    assertThat(channel.accepted).hasSize(20);
  }

  @Test
  void oneValueThatIsRefusedTakesNoOtherWithIt() {
    Outbox outbox = outbox(PLENTY_BYTES, null);
    outbox.add(step(0, 1));
    outbox.flush();
    channel.poison = "m617";
    outbox.add(step(1, 1_000));
    outbox.flush();

    assertThat(channel.accepted).hasSize(1 + 999);
    assertThat(count(Metric.PUBLISH_DROPPED)).isEqualTo(1);
    assertThat(channel.sent).isLessThan(30);
  }

  @Test
  void whereNothingIsEverTakenRefusalsDoNotMultiply() {
    channel.poison = "m0";
    Outbox outbox = outbox(PLENTY_BYTES, null);
    outbox.add(step(0, 1_000));
    outbox.flush();

    assertThat(channel.sent).isEqualTo(1);
    assertThat(count(Metric.PUBLISH_DROPPED)).isEqualTo(1_000);
  }

  private long count(Metric metric) {
    return statistics.counter(metric).orElseThrow().sum();
  }
}
