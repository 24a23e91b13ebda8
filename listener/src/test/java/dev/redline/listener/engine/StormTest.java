package dev.redline.listener.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecorder;
import dev.redline.listener.signal.Facts;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.TaskStarted;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of a size that few have: nothing is thrown, and nothing takes the time of its square. */
@Timeout(120)
class StormTest {
  private static final int EXECUTORS = 10_000;
  private static final int TASKS = 1_000_000;
  private static final long START = 1_700_000_000_000L;

  private final RunRecorder recorder = new RunRecorder(START, Facts.SIZE);

  private Engine engine(Map<String, String> settings) {
    return new Engine(Settings.from(settings), Facts.SIZE, EXECUTORS, recorder::accept);
  }

  private static void begin(Engine engine) {
    engine.accept(new JobStarted(START, 0, List.of(1)));
    engine.accept(new StageSubmitted(START, 1, 0, "map"));
    for (int i = 0; i < EXECUTORS; i++) {
      engine.accept(new ExecutorAdded(START, "" + i, 4));
      engine.accept(new MemoryMeasured(START, "" + i, 1 << 30, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Command exited with code 52",
        "Executor decommission: spot",
        "Executor Process Lost",
        "Remote RPC client disassociated."
      })
  void tenThousandExecutorsAreLostAtOnce(String reason) {
    // No stop ends the watch early.
    Engine engine =
        engine(
            Map.of(
                "spark.redline.death-rate.memory-losses", "1000000",
                "spark.redline.death-rate.losses", "1000000",
                "spark.redline.poison-task.deaths", "1000000",
                "spark.redline.stage-churn.attempts", "1000000"));
    begin(engine);
    for (int i = 0; i < EXECUTORS; i++) {
      for (int core = 0; core < 4; core++) {
        engine.accept(Facts.task(START + 1, 4 * i + core, "" + i, TaskOutcome.EXECUTOR_LOST));
      }
      engine.accept(Facts.removed(START + 1, "" + i, reason));
      engine.accept(Facts.fetchFailed(START + 2, 1, i % 4, "" + i));
    }
    engine.accept(new MemoryMeasured(START + 60_000, "none", 1, 0));
    RunRecorder.Reading reading = recorder.read();
    assertThat(reading.totals().losses()).isEqualTo(EXECUTORS);
    assertThat(reading.losses()).hasSize(RunRecord.MAX_LOSSES);
    assertThat(engine.worst().isStop()).isFalse();
  }

  @Test
  void aMillionTasksEnd() {
    Engine engine = engine(Map.of());
    begin(engine);
    for (int i = 0; i < TASKS; i++) {
      Signal end = Facts.wrote(START + i / 20, new TaskRef(1, 0, i), 1_000, TaskOutcome.SUCCEEDED);
      engine.accept(new TaskStarted(START + i / 20));
      engine.accept(end);
    }
    assertThat(recorder.read().totals().tasks()).isEqualTo(TASKS);
    assertThat(recorder.read().totals().shuffleWriteBytes()).isEqualTo(1_000L * TASKS);
  }

  @Test
  void timesThatMeanNothingThrowNothing() {
    Engine engine = engine(Map.of());
    begin(engine);
    for (long atMs : List.of(0L, -1L, Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, START)) {
      engine.accept(new TaskStarted(atMs));
      engine.accept(Facts.ran(atMs, 5));
      engine.accept(Facts.task(atMs, -1, "", TaskOutcome.OUT_OF_MEMORY));
      engine.accept(Facts.removed(atMs, "", ""));
      engine.accept(new MemoryMeasured(atMs, "", -5, -5));
      engine.accept(new ExecutorAdded(atMs, "", -4));
    }
    assertThat(recorder.read().totals().tasks()).isEqualTo(10);
  }
}
