package dev.redline.glue;

import dev.redline.listener.signal.WorkerType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A worker that a job of Glue may ask for: one that the agent's advice knows, or one of the two
 * that it never recommends.
 *
 * <p>Source: https://docs.aws.amazon.com/glue/latest/dg/worker-types.html.
 *
 * @param id as Glue writes it, such as G.1X
 * @param vcpus virtual processors
 * @param memoryGb memory in GiB
 */
record Worker(String id, int vcpus, int memoryGb) {
  private static final List<Worker> ALL =
      Stream.concat(
              Stream.of(new Worker("G.025X", 2, 4), new Worker("Standard", 4, 16)),
              Arrays.stream(WorkerType.values()).map(Worker::of))
          .toList();

  private static Worker of(WorkerType type) {
    return new Worker(type.text(), type.cores(), (int) (type.memoryBytes() >> 30));
  }

  static Optional<Worker> of(String id) {
    return ALL.stream().filter(worker -> worker.id.equals(id)).findFirst();
  }

  static String ids() {
    return String.join(", ", ALL.stream().map(Worker::id).toList());
  }
}
