package dev.redline.listener;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.action.Mode;
import dev.redline.listener.policy.Verdict;
import dev.redline.listener.run.RunRecorder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader must know to trust a run's record and verdict. */
final class RunNotes {
  private RunNotes() {}

  /**
   * The moment at which the guard's own code failed.
   *
   * @param atMs milliseconds since the epoch
   * @param what the failure
   */
  record Failure(long atMs, String what) {}

  static List<String> of(
      Settings settings,
      RunIdentity identity,
      Mode mode,
      RunRecorder.Reading reading,
      Verdict verdict,
      @Nullable Failure failure) {
    List<String> notes = new ArrayList<>();
    if (failure != null) {
      notes.add(
          "The guard itself failed at %s and saw nothing of the run from then on: %s"
              .formatted(Instant.ofEpochMilli(failure.atMs), failure.what));
    }
    notes.addAll(settings.problems());
    if (!identity.measuresProcessTree()) {
      notes.add(
          "Memory overhead was not measured: set spark.executor.processTreeMetrics.enabled=true");
    }
    if (reading.totals().peakMemory().liveHeapRatio() == null) {
      notes.add(
          "Live heap was not measured: no executor sent %d heartbeats while it ran tasks"
              .formatted(settings.count(Setting.MEMORY_HEARTBEATS)));
    }
    if (verdict.isStop() && mode != Mode.ENFORCE) {
      notes.add("The guard only observed: it would have stopped this run");
    }
    return notes;
  }
}
