package dev.redline.listener.run;

import dev.redline.listener.run.RunRecord.StageShuffle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What stages wrote to shuffle: all active ones, and of those that completed the {@link
 * RunRecord#MAX_STAGES} that wrote most. Not thread-safe.
 */
final class StageTally {
  private static final Comparator<StageShuffle> LARGEST_FIRST =
      Comparator.comparingLong(StageShuffle::writeBytes)
          .reversed()
          .thenComparing(StageShuffle::stageId);

  private final Map<Integer, StageShuffle> active = new HashMap<>();
  private final Map<Integer, StageShuffle> completed = new HashMap<>();

  void submitted(int stageId, String name) {
    StageShuffle before = active.get(stageId);
    if (before == null) {
      before = completed.remove(stageId);
    }
    active.put(
        stageId,
        before == null
            ? new StageShuffle(stageId, name, 0, 0)
            : new StageShuffle(stageId, name, before.writeBytes(), before.repeatedWriteBytes()));
  }

  /** Late tasks of a stage that is not active count among the completed ones. */
  void wrote(int stageId, long bytes, boolean repeated) {
    Map<Integer, StageShuffle> home = active.containsKey(stageId) ? active : completed;
    StageShuffle before = home.getOrDefault(stageId, new StageShuffle(stageId, "", 0, 0));
    home.put(
        stageId,
        new StageShuffle(
            stageId,
            before.name(),
            before.writeBytes() + bytes,
            before.repeatedWriteBytes() + (repeated ? bytes : 0)));
    dropTheLeast();
  }

  void completed(int stageId) {
    StageShuffle stage = active.remove(stageId);
    if (stage != null && stage.writeBytes() > 0) {
      completed.put(stageId, stage);
      dropTheLeast();
    }
  }

  private void dropTheLeast() {
    if (completed.size() > RunRecord.MAX_STAGES) {
      completed.remove(largestFirst(completed.values()).get(RunRecord.MAX_STAGES).stageId());
    }
  }

  private static List<StageShuffle> largestFirst(Iterable<StageShuffle> stages) {
    List<StageShuffle> sorted = new ArrayList<>();
    stages.forEach(sorted::add);
    sorted.sort(LARGEST_FIRST);
    return sorted;
  }

  /** The stages that wrote most, largest first. */
  List<StageShuffle> top() {
    List<StageShuffle> all = new ArrayList<>(active.values());
    all.removeIf(stage -> stage.writeBytes() == 0);
    all.addAll(completed.values());
    List<StageShuffle> sorted = largestFirst(all);
    return sorted.subList(0, Math.min(RunRecord.MAX_STAGES, sorted.size()));
  }
}
