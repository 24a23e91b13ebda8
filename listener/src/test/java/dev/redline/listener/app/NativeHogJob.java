package dev.redline.listener.app;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An application whose task needs more memory outside the heap than a container has; one task, for
 * the same reason as {@link HeapHogJob}.
 *
 * <p>Needs executors with {@code -XX:MaxDirectMemorySize} of 2 GB.
 */
public final class NativeHogJob {
  private static final int CHUNK_BYTES = 32 << 20;
  private static final int CHUNKS = 48;
  private static final int PAGE_BYTES = 4096;

  /** Slow enough for the node's monitor to see it before it is done. */
  private static final long PAUSE_MS = 50;

  /** However late the monitor looks; the container does not live that long. */
  private static final long HOLD_MS = 60_000;

  private NativeHogJob() {}

  /** Runs it. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("native hog").getOrCreate()) {
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(List.of(1), 1)
          .map(number -> hog())
          .collect();
    }
  }

  private static int hog() throws InterruptedException {
    List<ByteBuffer> held = new ArrayList<>();
    for (int i = 0; i < CHUNKS; i++) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
      for (int at = 0; at < CHUNK_BYTES; at += PAGE_BYTES) {
        chunk.put(at, (byte) 1);
      }
      held.add(chunk);
      Thread.sleep(PAUSE_MS);
    }
    Thread.sleep(HOLD_MS);
    return held.size();
  }
}
