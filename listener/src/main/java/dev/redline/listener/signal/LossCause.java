package dev.redline.listener.signal;

/**
 * Why an executor was lost.
 *
 * <p>Only causes that the application brought upon itself count against the run. Everything a
 * healthy cluster does to a healthy run, and everything that is not known, is published and never a
 * reason to stop.
 */
public enum LossCause {
  CONTAINER_OOM(Weight.MEMORY, "the container used more memory than it was granted"),
  CONTAINER_VMEM(Weight.MEMORY, "the container used more virtual memory than it was granted"),
  HEAP_OOM(Weight.MEMORY, "the executor's heap was exhausted"),
  KILLED(Weight.COUNTED, "the executor was killed by SIGKILL, with nobody claiming it"),
  CRASH(Weight.COUNTED, "the executor's process crashed"),
  HUNG(Weight.COUNTED, "the executor hung and was killed for it"),
  DISK(Weight.COUNTED, "the executor could not use its local disk"),
  LAUNCH_FAILURE(Weight.COUNTED, "the executor could not be started"),

  NODE_LOST(Weight.NONE, "the node under the executor went away"),
  PREEMPTED(Weight.NONE, "the cluster took the executor back"),
  DECOMMISSIONED(Weight.NONE, "the executor was decommissioned"),
  SCALED_IN(Weight.NONE, "the executor was idle or no longer wanted"),
  EXCLUDED(Weight.NONE, "Spark had excluded the executor and killed it"),
  SHUTDOWN(Weight.NONE, "the application was ending"),
  DISCONNECTED(Weight.NONE, "the connection to the executor broke, for a reason not yet known"),
  HEARTBEAT_TIMEOUT(Weight.NONE, "the executor stopped sending heartbeats"),
  TERMINATED(Weight.NONE, "the executor was ended by SIGTERM"),
  UNKNOWN(Weight.NONE, "the reason is not one that Redline knows");

  private enum Weight {
    NONE,
    COUNTED,
    MEMORY
  }

  private final Weight weight;
  private final String meaning;

  LossCause(Weight weight, String meaning) {
    this.weight = weight;
    this.meaning = meaning;
  }

  /** Whether a loss of this cause counts against the run. */
  public boolean isCounted() {
    return weight != Weight.NONE;
  }

  /** Whether the executor died for want of memory; such causes are counted. */
  public boolean isMemory() {
    return weight == Weight.MEMORY;
  }

  /** What happened, as a clause. */
  public String meaning() {
    return meaning;
  }
}
