package dev.redline.listener.engine;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.fetchFailed;
import static dev.redline.listener.signal.Facts.removed;
import static dev.redline.listener.signal.Facts.task;
import static dev.redline.listener.signal.Facts.wrote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import dev.redline.listener.policy.Verdict;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.SqlExecutionStarted;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final String HEAP_OOM = "Command exited with code 52";
  private static final String KILLED = "Command exited with code 137";
  private static final String UNKNOWN = "Executor Process Lost";
  private static final TaskRef TASK = new TaskRef(1, 0, 0);

  private final List<Signal> seen = new ArrayList<>();

  private Engine engine(Map<String, String> settings) {
    return new Engine(Settings.from(settings), SIZE, 0, seen::add);
  }

  private Engine engine() {
    return engine(Map.of());
  }

  private static Signal measured(long atMs, String executorId) {
    return new MemoryMeasured(atMs, executorId, SIZE.heapBytes() / 2, 0);
  }

  private <T extends Signal> List<T> seen(Class<T> kind) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Verdict dies(Engine engine, int executors) {
    engine.accept(new JobStarted(0, 0));
    for (int i = 1; i <= executors; i++) {
      engine.accept(removed(i, "" + i, HEAP_OOM));
    }
    return engine.worst();
  }

  @Test
  void passesEverySignalOnOnce() {
    Engine engine = engine();
    Signal started = new JobStarted(0, 0);
    engine.accept(started);
    assertThat(seen).containsExactly(started);
    assertThat(engine.worst()).isEqualTo(Verdict.healthy());
    assertThat(engine.warnings()).isEmpty();
  }

  @Test
  void derivesTheFleet() {
    Engine engine = engine();
    engine.accept(new ExecutorAdded(1, "1", 4));
    engine.accept(new ExecutorAdded(2, "2", 8));
    engine.accept(removed(3, "1", UNKNOWN));
    engine.accept(removed(4, "1", UNKNOWN));
    assertThat(seen(FleetChanged.class))
        .containsExactly(
            new FleetChanged(1, 1, 4), new FleetChanged(2, 2, 12), new FleetChanged(3, 1, 8));
    assertThat(seen(ExecutorRemoved.class)).hasSize(2);
  }

  @Test
  void derivesMemoryAfterTheMeasurement() {
    Engine engine = engine();
    engine.accept(measured(1, "1"));
    assertThat(seen).hasSize(2).first().isInstanceOf(MemoryMeasured.class);
    assertThat(seen(MemoryAssessed.class))
        .singleElement()
        .satisfies(assessed -> assertThat(assessed.memory().heapRatio()).isEqualTo(0.5));
  }

  @Test
  void derivesALossAfterTheRemovalAndTheFleet() {
    Engine engine = engine();
    engine.accept(new ExecutorAdded(0, "1", 4));
    seen.clear();
    dies(engine, 1);
    assertThat(seen)
        .extracting(signal -> (Class) signal.getClass())
        .containsExactly(
            JobStarted.class, ExecutorRemoved.class, FleetChanged.class, ExecutorLost.class);
  }

  @Test
  void aHeartbeatLetsHeldBackLossesGo() {
    Engine engine = engine();
    engine.accept(new JobStarted(0, 0));
    engine.accept(removed(1, "1", UNKNOWN));
    assertThat(seen(ExecutorLost.class)).isEmpty();
    engine.accept(measured(20_000, "2"));
    assertThat(seen(ExecutorLost.class)).hasSize(1);
  }

  @Test
  void memoryIsAWitness() {
    Engine engine = engine(Map.of("spark.redline.memory.heartbeats", "1"));
    engine.accept(new JobStarted(0, 0));
    engine.accept(new MemoryMeasured(1, "1", SIZE.heapBytes(), 0));
    engine.accept(removed(2, "1", "Command exited with code 143"));
    assertThat(seen(ExecutorLost.class))
        .singleElement()
        .satisfies(lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.HEAP_OOM));
  }

  @Test
  void tellsWhatIsHeldBackAtTheEnd() {
    Engine engine = engine();
    engine.accept(new JobStarted(0, 0));
    engine.accept(removed(1, "1", UNKNOWN));
    engine.accept(new RunEnded(2));
    assertThat(seen(ExecutorLost.class)).hasSize(1);
  }

  @Test
  void latchesTheFirstStop() {
    Engine engine = engine();
    Verdict stop = dies(engine, 4);
    assertThat(stop.severity()).isEqualTo(Severity.STOP);
    assertThat(stop.policy()).isEqualTo("death-rate");
    assertThat(stop.atMs()).isEqualTo(4);
    engine.accept(task(5, 0, "8", TaskOutcome.OUT_OF_MEMORY));
    engine.accept(task(6, 0, "9", TaskOutcome.OUT_OF_MEMORY));
    engine.accept(removed(7, "7", HEAP_OOM));
    assertThat(engine.worst()).isSameAs(stop);
    assertThat(seen(ExecutorLost.class)).as("losses are still told").hasSize(5);
  }

  @Test
  void toleratesMoreInARunThatAskedForMoreExecutors() {
    Engine engine = new Engine(Settings.defaults(), SIZE, 8, seen::add);
    assertThat(dies(engine, 4).severity()).isEqualTo(Severity.WARN);
    assertThat(engine.warnings()).extracting(Verdict::policy).containsExactly("executor-losses");
    engine.accept(removed(5, "5", HEAP_OOM));
    assertThat(engine.worst().policy()).isEqualTo("death-rate");
  }

  @Test
  void stopsForAPoisonTask() {
    Engine engine = engine();
    engine.accept(task(5, 0, "8", TaskOutcome.OUT_OF_MEMORY));
    engine.accept(task(6, 0, "9", TaskOutcome.OUT_OF_MEMORY));
    assertThat(engine.worst().policy()).isEqualTo("poison-task");
  }

  @Test
  void keepsEveryWarningAndTheWorst() {
    Engine engine =
        engine(
            Map.of(
                "spark.redline.shuffle.limit", "1k",
                "spark.redline.shuffle.stop-above", "4k",
                "spark.redline.memory.heartbeats", "1",
                "spark.redline.memory.sustained", "1",
                "spark.redline.memory.limit", "0.4"));
    engine.accept(wrote(1, TASK, 2_000, TaskOutcome.SUCCEEDED));
    assertThat(engine.worst().severity()).isEqualTo(Severity.WARN);
    engine.accept(measured(2, "1"));
    assertThat(engine.warnings())
        .extracting(Verdict::policy)
        .containsExactly("shuffle-budget", "memory-pressure");
    assertThat(engine.worst()).isSameAs(engine.warnings().get(0));
    engine.accept(wrote(3, TASK, 4_000, TaskOutcome.SUCCEEDED));
    assertThat(engine.worst().isStop()).isTrue();
    assertThat(engine.warnings()).hasSize(2);
  }

  @Test
  void warnsOfLowUtilizationAtTheEnd() {
    Engine engine = engine(Map.of("spark.redline.utilization.grace", "1s"));
    engine.accept(new ExecutorAdded(1_000, "1", 4));
    engine.accept(new RunEnded(60_000));
    assertThat(engine.warnings()).extracting(Verdict::policy).containsExactly("low-utilization");
  }

  @Test
  void judgesNothingAfterTheEnd() {
    Engine engine = engine();
    engine.accept(new RunEnded(1));
    engine.accept(task(5, 0, "8", TaskOutcome.OUT_OF_MEMORY));
    engine.accept(task(6, 0, "9", TaskOutcome.OUT_OF_MEMORY));
    assertThat(engine.worst()).isEqualTo(Verdict.healthy());
    assertThat(seen).hasSize(3);
  }

  @Test
  void stopsForStageChurn() {
    Engine engine = engine();
    engine.accept(new JobStarted(0, 0, List.of(5)));
    engine.accept(removed(1, "1", KILLED));
    engine.accept(fetchFailed(2, 5, 0, "1"));
    engine.accept(removed(3, "2", KILLED));
    assertThat(engine.worst().severity()).isEqualTo(Severity.WARN);
    engine.accept(fetchFailed(4, 5, 1, "2"));
    assertThat(engine.worst().policy()).isEqualTo("stage-churn");
  }

  @Test
  void nothingIsCarriedFromOneJobOfALongSessionToTheNext() {
    Engine engine = engine();
    for (int job = 0; job < 100; job++) {
      engine.accept(new JobStarted(job, job, List.of(1)));
      engine.accept(new StageSubmitted(job, 1, job, "count"));
      engine.accept(task(job, 0, "" + job, TaskOutcome.OUT_OF_MEMORY));
      engine.accept(fetchFailed(job, 1, job, "" + job));
      engine.accept(new StageCompleted(job, 1, job, true));
      engine.accept(new JobEnded(job, job, false));
    }
    assertThat(engine.worst()).isEqualTo(Verdict.healthy());
  }

  @Test
  void namesTheStagesAndSqlExecutionsThatSpentTheShuffle() {
    Engine engine = engine(Map.of("spark.redline.shuffle.limit", "1k"));
    engine.accept(new SqlExecutionStarted(1, 7, "save at Load.java:3"));
    engine.accept(new StageSubmitted(2, 1, 0, "map", 7));
    engine.accept(wrote(3, TASK, 1_024, TaskOutcome.SUCCEEDED));
    engine.accept(wrote(4, TASK, 1_024, TaskOutcome.FAILED));
    engine.accept(wrote(5, TASK, 1_024, TaskOutcome.FAILED));
    assertThat(engine.warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.evidence())
                    .containsExactly(
                        "first attempts wrote 1 KiB, repeated work 1 KiB",
                        "stage 1 (map) wrote 2 KiB, 1 KiB of it repeated",
                        "SQL execution 7 (save at Load.java:3) wrote 2 KiB, 1 KiB of it"
                            + " repeated"));
    assertThat(engine.topStages()).containsExactly(new StageShuffle(1, "map", 3_072, 2_048));
    assertThat(engine.topSqlExecutions())
        .containsExactly(new SqlShuffle(7, "save at Load.java:3", 3_072, 2_048));
  }
}
