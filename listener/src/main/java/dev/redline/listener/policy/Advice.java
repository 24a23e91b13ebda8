package dev.redline.listener.policy;

import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import java.util.List;

/** What to change when executors are lost, with the values that follow from their size. */
final class Advice {
  private static final long MEBIBYTE = 1L << 20;

  private Advice() {}

  static List<String> against(LossCause cause, ExecutorSize size) {
    return switch (cause) {
      case HEAP_OOM ->
          List.of(
              "set spark.executor.memory=%dm (now %dm; on Glue, the next larger worker type)"
                  .formatted(2 * size.heapBytes() / MEBIBYTE, size.heapBytes() / MEBIBYTE),
              "give the stage more partitions, so that each task holds less",
              "look for a single huge key or value if it is always the same task");
      case CONTAINER_OOM, CONTAINER_VMEM ->
          List.of(
              "set spark.executor.memoryOverhead=%dm (now %dm in all beyond the heap)"
                  .formatted(2 * size.overheadBytes() / MEBIBYTE, size.overheadBytes() / MEBIBYTE),
              "look for memory outside the heap: Python workers, native libraries, off-heap"
                  + " buffers");
      case KILLED ->
          List.of(
              "ask the cluster who sent SIGKILL: the kernel's out-of-memory killer (dmesg), the"
                  + " node's agent, or a person",
              "if it was memory, set spark.executor.memoryOverhead=%dm (now %dm)"
                  .formatted(2 * size.overheadBytes() / MEBIBYTE, size.overheadBytes() / MEBIBYTE));
      case CRASH ->
          List.of("read the executors' stderr and hs_err files: native code or the JVM crashed");
      case HUNG -> List.of("take a thread dump of a slow executor: its task did not end when told");
      case DISK ->
          List.of(
              "free or enlarge the executors' local disk (spark.local.dir), or spill less"
                  + " (on Glue: a worker type with more disk, or shuffle to S3)");
      case LAUNCH_FAILURE ->
          List.of("read the executors' stderr: they did not start, often for a wrong JVM option");
      default -> List.of();
    };
  }
}
