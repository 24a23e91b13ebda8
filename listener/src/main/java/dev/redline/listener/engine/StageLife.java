package dev.redline.listener.engine;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.StagesRetired;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which stages may still run: those of the jobs that run. A stage that failed may be tried again as
 * long as a job needs it; when none does, it is retired. Stages that no job named, as in a log that
 * begins late, are retired when no job runs. Not thread-safe; memory grows with the jobs running.
 */
final class StageLife {
  private static final int MAX_STRAYS = 10_000;

  private final Map<Integer, List<Integer>> stagesByJob = new HashMap<>();
  private final Map<Integer, Integer> jobsByStage = new HashMap<>();
  private final Set<Integer> strays = new HashSet<>();

  Optional<StagesRetired> accept(Signal signal) {
    if (signal instanceof JobStarted job) {
      start(job);
    } else if (signal instanceof StageSubmitted stage) {
      if (strays.size() < MAX_STRAYS && !jobsByStage.containsKey(stage.stageId())) {
        strays.add(stage.stageId());
      }
    } else if (signal instanceof JobEnded job) {
      return end(job);
    }
    return Optional.empty();
  }

  private void start(JobStarted job) {
    if (stagesByJob.putIfAbsent(job.jobId(), job.stageIds()) == null) {
      job.stageIds().forEach(stage -> jobsByStage.merge(stage, 1, Integer::sum));
      strays.removeAll(job.stageIds());
    }
  }

  private Optional<StagesRetired> end(JobEnded job) {
    Set<Integer> retired = new HashSet<>();
    List<Integer> stages = stagesByJob.remove(job.jobId());
    for (Integer stage : stages == null ? List.<Integer>of() : stages) {
      if (jobsByStage.merge(stage, -1, Integer::sum) <= 0) {
        jobsByStage.remove(stage);
        retired.add(stage);
      }
    }
    if (stagesByJob.isEmpty()) {
      retired.addAll(strays);
      strays.clear();
    }
    return retired.isEmpty()
        ? Optional.empty()
        : Optional.of(new StagesRetired(job.atMs(), retired));
  }
}
