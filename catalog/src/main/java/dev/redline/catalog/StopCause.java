package dev.redline.catalog;

import java.util.Arrays;

/**
 * Why the guard stopped a run: the value of the dimension {@link Dimension#CAUSE} on {@link
 * Metric#RUN_STOPS}. Each has an alarm of its own, since a page can say the cause only by the name
 * of the alarm that raised it.
 *
 * <p>Those that are losses of executors have the loss cause's name.
 */
public enum StopCause {
  HEAP_OOM("executors ran out of heap"),
  CONTAINER_OOM("executors outgrew their containers' memory"),
  CONTAINER_VMEM("executors outgrew their containers' virtual memory"),
  KILLED("executors were killed by SIGKILL"),
  CRASH("executors crashed"),
  HUNG("executors hung"),
  DISK("executors could not use their disks"),
  LAUNCH_FAILURE("executors could not be started"),
  BUDGET("a limit set by stop-above was passed"),
  OTHER("the verdict says why");

  private final String meaning;

  StopCause(String meaning) {
    this.meaning = meaning;
  }

  /** What happened, as a clause. */
  public String meaning() {
    return meaning;
  }

  /** The cause of this name, of a loss cause for example; {@link #OTHER} where there is none. */
  public static StopCause ofName(String name) {
    return Arrays.stream(values()).filter(c -> c.name().equals(name)).findFirst().orElse(OTHER);
  }
}
