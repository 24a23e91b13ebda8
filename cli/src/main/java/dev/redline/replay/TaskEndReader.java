package dev.redline.replay;

import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the end of a task; one reader for each event. */
final class TaskEndReader {
  private int stageId = -1;
  private int stageAttempt;
  private int partition = -1;
  private long launchedAtMs;
  private long finishedAtMs;
  private String executorId = "";
  private @Nullable TaskOutcome reason;
  private TaskOutcome flagged = TaskOutcome.SUCCEEDED;
  private boolean outOfMemory;
  private String fetchedFrom = "";
  private long runTimeMs;
  private long gcTimeMs;
  private long shuffleWriteBytes;
  private long shuffleReadBytes;
  private long spillDiskBytes;
  private final Peaks peaks = new Peaks();

  void read(Fields fields) throws IOException {
    fields.rest(
        name -> {
          switch (name) {
            case "Stage ID" -> stageId = fields.id();
            case "Stage Attempt ID" -> stageAttempt = fields.id();
            case "Task End Reason" -> reason(fields);
            case "Task Info" -> info(fields);
            case "Task Metrics" -> metrics(fields);
            case "Task Executor Metrics" -> peaks.read(fields);
            default -> {}
          }
        });
  }

  private void reason(Fields fields) throws IOException {
    fields.each(
        name -> {
          switch (name) {
            case "Reason" -> reason = outcome(fields.text());
            case "Class Name" -> outOfMemory |= TaskOutcome.isOutOfMemory(fields.text(), null);
            case "Block Manager Address" ->
                fields.each(
                    part -> {
                      if (part.equals("Executor ID")) {
                        fetchedFrom = fields.text();
                      }
                    });
            case "Full Stack Trace" ->
                outOfMemory |= TaskOutcome.isOutOfMemory(null, fields.text());
            default -> {}
          }
        });
  }

  private static TaskOutcome outcome(String reason) {
    return switch (reason) {
      case "Success" -> TaskOutcome.SUCCEEDED;
      case "ExecutorLostFailure" -> TaskOutcome.EXECUTOR_LOST;
      case "FetchFailed" -> TaskOutcome.FETCH_FAILED;
      case "TaskKilled", "Resubmitted" -> TaskOutcome.KILLED;
      default -> TaskOutcome.FAILED;
    };
  }

  private void info(Fields fields) throws IOException {
    fields.each(
        name -> {
          switch (name) {
            case "Index" -> partition = fields.id();
            case "Launch Time" -> launchedAtMs = fields.amount();
            case "Finish Time" -> finishedAtMs = Times.orUnknown(fields.number());
            case "Executor ID" -> executorId = fields.text();
            case "Failed" -> flag(fields.text(), TaskOutcome.FAILED);
            case "Killed" -> flag(fields.text(), TaskOutcome.KILLED);
            default -> {}
          }
        });
  }

  private void flag(String value, TaskOutcome meaning) {
    flagged = value.equals("true") ? meaning : flagged;
  }

  private void metrics(Fields fields) throws IOException {
    fields.each(
        name -> {
          switch (name) {
            case "Executor Run Time" -> runTimeMs = fields.amount();
            case "JVM GC Time" -> gcTimeMs = fields.amount();
            case "Disk Bytes Spilled" -> spillDiskBytes = fields.amount();
            case "Shuffle Read Metrics" ->
                fields.each(
                    part -> {
                      if (part.equals("Remote Bytes Read") || part.equals("Local Bytes Read")) {
                        shuffleReadBytes += fields.amount();
                      }
                    });
            case "Shuffle Write Metrics" ->
                fields.each(
                    part -> {
                      if (part.equals("Shuffle Bytes Written")) {
                        shuffleWriteBytes = fields.amount();
                      }
                    });
            default -> {}
          }
        });
  }

  /** What happened; empty where the event does not say which task it was. */
  Optional<TaskEnded> signal(long lastAtMs) {
    if (partition < 0 || stageId < 0) {
      return Optional.empty();
    }
    // An event without a reason is no failure: only its flags are left to tell.
    TaskOutcome outcome = reason == null ? flagged : reason;
    return Optional.of(
        new TaskEnded(
            finishedAtMs > 0 ? finishedAtMs : lastAtMs,
            new TaskRef(stageId, stageAttempt, partition),
            executorId,
            launchedAtMs,
            outOfMemory && outcome == TaskOutcome.FAILED ? TaskOutcome.OUT_OF_MEMORY : outcome,
            outcome == TaskOutcome.FETCH_FAILED ? fetchedFrom : "",
            new TaskWork(
                runTimeMs,
                gcTimeMs,
                shuffleWriteBytes,
                shuffleReadBytes,
                spillDiskBytes,
                peaks.heapBytes(),
                peaks.residentBytes())));
  }
}
