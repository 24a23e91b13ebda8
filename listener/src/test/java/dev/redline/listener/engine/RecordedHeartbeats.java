package dev.redline.listener.engine;

import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Heartbeats of real executors; how they were recorded: RecordHeartbeats in cluster-tests. */
record RecordedHeartbeats(List<Signal> signals) {
  /** What the recorded executors were granted. */
  static final ExecutorSize SIZE = new ExecutorSize(1L << 30, 384L << 20);

  static RecordedHeartbeats of(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("redline.root"), "listener/src/test/resources/heartbeats", name);
    List<Signal> signals = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split(",");
      long atMs = Long.parseLong(cells[0]);
      long heapBytes = Long.parseLong(cells[2]);
      signals.add(
          heapBytes < 0
              ? new ExecutorRemoved(atMs, cells[1], "gone")
              : new MemoryMeasured(atMs, cells[1], heapBytes, Long.parseLong(cells[3])));
    }
    return new RecordedHeartbeats(signals);
  }

  List<MemoryMeasured> measured() {
    return signals.stream()
        .filter(MemoryMeasured.class::isInstance)
        .map(MemoryMeasured.class::cast)
        .toList();
  }

  /** Heartbeats with heap use, garbage included, above a share of the heap. */
  long rawHeapAbove(double ratio) {
    return measured().stream().filter(m -> m.heapUsedBytes() > ratio * SIZE.heapBytes()).count();
  }

  long lastAtMs() {
    return measured().get(measured().size() - 1).atMs();
  }
}
