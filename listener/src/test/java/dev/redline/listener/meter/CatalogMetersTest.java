package dev.redline.listener.meter;

import static dev.redline.listener.meter.Signals.EVERYTHING_MEASURED;
import static dev.redline.listener.meter.Signals.loss;
import static dev.redline.listener.meter.Signals.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Presence;
import dev.redline.catalog.StopCause;
import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class CatalogMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Vitals vitals = EVERYTHING_MEASURED;
  private final CatalogMeters meters = new CatalogMeters(registry, "job", "test", () -> vitals);

  @Test
  void countsWhatTasksDid() {
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 7));
    meters.record(task(TaskOutcome.OUT_OF_MEMORY, 30, 1));
    meters.record(task(TaskOutcome.KILLED, 5, 0));

    assertThat(count(Metric.TASKS_FINISHED)).isEqualTo(3);
    assertThat(count(Metric.TASKS_FAILED)).isEqualTo(1);
    assertThat(count(Metric.SHUFFLE_WRITTEN)).isEqualTo(135);
    assertThat(count(Metric.SHUFFLE_REPEATED)).isEqualTo(35);
    assertThat(count(Metric.SPILL_DISK)).isEqualTo(8);
  }

  @Test
  void laterAttemptsOfAStageAreRepeatedWork() {
    meters.record(
        new Signal.TaskEnded(
            2,
            new TaskRef(1, 1, 0),
            "1",
            1,
            TaskOutcome.SUCCEEDED,
            new TaskWork(1, 0, 50, 0, 0, 0, 0)));

    assertThat(count(Metric.SHUFFLE_REPEATED)).isEqualTo(50);
  }

  @Test
  void countsLossesByCauseAndThoseThatCountOnceMore() {
    meters.record(loss(LossCause.HEAP_OOM));
    meters.record(loss(LossCause.HEAP_OOM));
    meters.record(loss(LossCause.SCALED_IN));

    assertThat(lossesOf(LossCause.HEAP_OOM)).isEqualTo(2);
    assertThat(lossesOf(LossCause.SCALED_IN)).isEqualTo(1);
    assertThat(count(Metric.EXECUTOR_LOSSES_COUNTED)).isEqualTo(2);
  }

  @Test
  void hasNoSeriesForACauseThatNeverHappened() {
    meters.record(loss(LossCause.HEAP_OOM));

    assertThat(registry.find(Metric.EXECUTOR_LOSSES.meterName()).meters()).hasSize(1);
  }

  @Test
  void aRunThatEndsIsCompletedOnce() {
    meters.record(new Signal.RunEnded(9));
    meters.record(new Signal.RunEnded(9));

    assertThat(count(Metric.RUN_COMPLETED)).isEqualTo(1);
    assertThat(count(Metric.RUN_STOPPED)).isZero();
  }

  @Test
  void aStoppedRunIsNotAlsoCompleted() {
    meters.recordStop(StopCause.HEAP_OOM);
    meters.record(new Signal.RunEnded(9));

    assertThat(count(Metric.RUN_STOPPED)).isEqualTo(1);
    assertThat(count(Metric.RUN_COMPLETED)).isZero();
  }

  @Test
  void aRunWhoseLastJobFailedHasFailed() {
    meters.record(new Signal.JobEnded(7, 1, true));
    meters.record(new Signal.JobEnded(8, 2, false));
    meters.record(new Signal.RunEnded(9));

    assertThat(count(Metric.RUN_FAILED)).isEqualTo(1);
    assertThat(count(Metric.RUN_COMPLETED)).isZero();
  }

  @Test
  void aRunThatGotOverAFailedJobIsCompleted() {
    meters.record(new Signal.JobEnded(7, 1, false));
    meters.record(new Signal.JobEnded(8, 2, true));
    meters.record(new Signal.RunEnded(9, 0));

    assertThat(count(Metric.RUN_COMPLETED)).isEqualTo(1);
    assertThat(isPublished(Metric.RUN_FAILED)).isFalse();
  }

  @Test
  void anExitCodeOtherThanZeroIsAFailure() {
    meters.record(new Signal.RunEnded(9, 1));

    assertThat(count(Metric.RUN_FAILED)).isEqualTo(1);
  }

  @Test
  void addsUpTheRowsOfAJobThatCountsThem() {
    assertThat(isPublished(Metric.ROWS_LOADED)).isFalse();

    meters.record(new Signal.RowsCounted(1, 10L, 0L, 2L, 8L));
    meters.record(new Signal.RowsCounted(2, 5L, 1L, null, 4L));

    assertThat(count(Metric.ROWS_RAW)).isEqualTo(15);
    assertThat(count(Metric.ROWS_REJECTED)).isEqualTo(1);
    assertThat(count(Metric.ROWS_DUPLICATES)).isEqualTo(2);
    assertThat(count(Metric.ROWS_LOADED)).isEqualTo(12);
  }

  @Test
  void rowsThatWereNotCountedHaveNoSeries() {
    meters.record(new Signal.RowsCounted(1, null, null, null, 8L));

    assertThat(isPublished(Metric.ROWS_RAW)).isFalse();
    assertThat(isPublished(Metric.ROWS_LOADED)).isTrue();
  }

  @Test
  void whatHasNotHappenedHasNoSeries() {
    assertThat(Metric.values())
        .allSatisfy(
            metric ->
                assertThat(isPublished(metric)).isEqualTo(metric.presence() == Presence.ALWAYS));
  }

  @Test
  void countsEventsThatTheBusDropped() {
    meters.record(new Signal.EventsDropped(1, 3));
    meters.record(new Signal.EventsDropped(2, 4));

    assertThat(count(Metric.EVENTS_DROPPED)).isEqualTo(7);
  }

  @Test
  void countsWhatPublishingDidBeforeAndAfterItIsKnown() {
    PublishStatistics publishing = new PublishStatistics();
    publishing.failed();
    SimpleMeterRegistry own = new SimpleMeterRegistry();
    new CatalogMeters(own, publishing, "job", "test", () -> vitals);
    publishing.failed();
    publishing.dropped(19);

    assertThat(own.get(Metric.PUBLISH_FAILURES.meterName()).functionCounter().count()).isEqualTo(2);
    assertThat(own.get(Metric.PUBLISH_DROPPED.meterName()).functionCounter().count()).isEqualTo(19);
    assertThat(own.find(Metric.PUBLISH_RETRIES.meterName()).meter()).isNull();
  }

  @Test
  void aGuardThatFailedIsNotAlive() {
    assertThat(value(Metric.GUARD_ALIVE)).isEqualTo(1);

    meters.recordFailure();

    assertThat(value(Metric.GUARD_ALIVE)).isZero();
    assertThat(count(Metric.GUARD_FAILURES)).isEqualTo(1);
  }

  @Test
  void showsRatiosInPercent() {
    assertThat(value(Metric.MEMORY_LIVE_HEAP)).isEqualTo(50);
    assertThat(value(Metric.MEMORY_OVERHEAD)).isEqualTo(25);
    assertThat(value(Metric.MEMORY_PEAK_HEAP)).isEqualTo(75);
    assertThat(value(Metric.MEMORY_CONTAINER)).isEqualTo(62.5);
    assertThat(value(Metric.WORKER_UTILIZATION)).isEqualTo(12.5);
    assertThat(value(Metric.GC_SHARE)).isEqualTo(6.25);
    assertThat(value(Metric.SHUFFLE_TOTAL)).isEqualTo(4096);
    assertThat(value(Metric.EXECUTORS_ALIVE)).isEqualTo(2);
  }

  @Test
  void whatWasNotMeasuredHasNoValue() {
    vitals = Vitals.NONE;

    assertThat(value(Metric.MEMORY_LIVE_HEAP)).isNaN();
    assertThat(value(Metric.WORKER_UTILIZATION)).isNaN();
    assertThat(value(Metric.SHUFFLE_TOTAL)).isZero();
  }

  @Test
  void everyMeterSaysWhoseItIs() {
    meters.record(loss(LossCause.CRASH));

    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .allSatisfy(id -> assertThat(id.getTag("JobName")).isEqualTo("job"))
        .allSatisfy(id -> assertThat(id.getTag("Environment")).isEqualTo("test"));
  }

  @Test
  void recordingATaskAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Signal task = task(TaskOutcome.FAILED, 100, 10);
    for (int i = 0; i < 1_000; i++) {
      meters.record(task);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      meters.record(task);
    }
    long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

    // The JVM's own bookkeeping may land on this thread; one object for each task would be 160 kB.
    assertThat(allocatedBytes).isLessThan(10_000);
  }

  private double count(Metric metric) {
    return registry.get(metric.meterName()).functionCounter().count();
  }

  private boolean isPublished(Metric metric) {
    return registry.find(metric.meterName()).meter() != null;
  }

  private double lossesOf(LossCause cause) {
    return registry
        .get(Metric.EXECUTOR_LOSSES.meterName())
        .tag("Cause", cause.name())
        .functionCounter()
        .count();
  }

  private double value(Metric metric) {
    return registry.get(metric.meterName()).gauge().value();
  }
}
