package dev.redline.listener.signal;

/**
 * Why an executor was lost.
 *
 * <p>Only causes that the application brought upon itself count against the run. Everything a
 * healthy cluster does to a healthy run, and everything that is not known, is published and never a
 * reason to stop.
 */
public enum LossCause {
  CONTAINER_OOM(
      Weight.MEMORY,
      "the container used more memory than it was granted",
      "raise spark.executor.memoryOverhead; look for memory outside the heap: Python, native libraries, buffers"),
  CONTAINER_VMEM(
      Weight.MEMORY,
      "the container used more virtual memory than it was granted",
      "turn off yarn.nodemanager.vmem-check-enabled, or raise spark.executor.memoryOverhead (YARN-4714)"),
  HEAP_OOM(
      Weight.MEMORY,
      "the executor's heap was exhausted",
      "raise spark.executor.memory or use a larger worker; more partitions; look for one huge key or value"),
  KILLED(
      Weight.COUNTED,
      "the executor was killed by SIGKILL, with nobody claiming it",
      "ask who sent SIGKILL: the kernel (dmesg), the node's agent or a person; if memory, raise memoryOverhead"),
  CRASH(
      Weight.COUNTED,
      "the executor's process crashed",
      "read the executor's stderr and hs_err file"),
  HUNG(
      Weight.COUNTED,
      "the executor hung and was killed for it",
      "take a thread dump of a slow executor"),
  DISK(
      Weight.COUNTED,
      "the executor could not use its local disk",
      "free or enlarge the local disk (spark.local.dir), or spill less"),
  LAUNCH_FAILURE(
      Weight.COUNTED,
      "the executor could not be started",
      "read the executor's stderr: often a wrong JVM option, a missing class or file"),

  NODE_LOST(
      Weight.NONE,
      "the node under the executor went away",
      "nothing, unless it happens often: then look at the nodes"),
  PREEMPTED(
      Weight.NONE,
      "the cluster took the executor back",
      "nothing, or ask for capacity that is not taken back"),
  DECOMMISSIONED(Weight.NONE, "the executor was decommissioned", "nothing"),
  SCALED_IN(Weight.NONE, "the executor was idle or no longer wanted", "nothing"),
  EXCLUDED(
      Weight.NONE,
      "Spark had excluded the executor and killed it",
      "read why tasks failed on that executor (spark.excludeOnFailure)"),
  SHUTDOWN(Weight.NONE, "the application was ending", "nothing"),
  DISCONNECTED(
      Weight.NONE,
      "the connection to the executor broke, for a reason not yet known",
      "look for the cause in the executor's own log"),
  HEARTBEAT_TIMEOUT(
      Weight.NONE,
      "the executor stopped sending heartbeats",
      "look for long collections (GC share) or a full network; spark.network.timeout is 120 s by default"),
  TERMINATED(
      Weight.NONE,
      "the executor was ended by SIGTERM",
      "ask who sent SIGTERM; on YARN it can be the JVM itself, out of heap"),
  UNKNOWN(
      Weight.NONE,
      "the reason is not one that Redline knows",
      "read the executor's own log, and tell us the text");

  private enum Weight {
    NONE,
    COUNTED,
    MEMORY
  }

  private final Weight weight;
  private final String meaning;
  private final String remedy;

  LossCause(Weight weight, String meaning, String remedy) {
    this.weight = weight;
    this.meaning = meaning;
    this.remedy = remedy;
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

  /** What to do about it, as a phrase. */
  public String remedy() {
    return remedy;
  }
}
