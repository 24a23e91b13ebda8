package dev.redline.listener.signal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The workers of AWS Glue, each of which holds one executor. On Glue memory is bought by their
 * type; Spark's memory settings follow from it.
 *
 * <p>Cores and memory: AWS Glue Developer Guide, "AWS Glue worker types".
 */
public enum WorkerType {
  G_1X("G.1X", 4, 16),
  G_2X("G.2X", 8, 32),
  G_4X("G.4X", 16, 64),
  G_8X("G.8X", 32, 128),
  G_12X("G.12X", 48, 192),
  G_16X("G.16X", 64, 256),
  R_1X("R.1X", 4, 32),
  R_2X("R.2X", 8, 64),
  R_4X("R.4X", 16, 128),
  R_8X("R.8X", 32, 256);

  private final String text;
  private final int cores;
  private final int memoryGib;

  WorkerType(String text, int cores, int memoryGib) {
    this.text = text;
    this.cores = cores;
    this.memoryGib = memoryGib;
  }

  /**
   * The type that gives executors so many cores and at least so much memory; empty where there is
   * none, as when somebody set the executors' cores by hand.
   */
  public static Optional<WorkerType> of(int cores, long containerBytes) {
    return Arrays.stream(values())
        .filter(type -> type.cores == cores && type.memoryBytes() >= containerBytes)
        .min(Comparator.comparingInt(type -> type.memoryGib));
  }

  /** The next larger type of the same kind; empty for the largest. */
  public Optional<WorkerType> next() {
    return Arrays.stream(values())
        .filter(type -> type.kind() == kind() && type.memoryGib > memoryGib)
        .min(Comparator.comparingInt(type -> type.memoryGib));
  }

  /** The type with as many cores and more memory, so more for each task; empty where none has. */
  public Optional<WorkerType> withMoreMemoryForEachTask() {
    return Arrays.stream(values())
        .filter(type -> type.cores == cores && type.memoryGib > memoryGib)
        .findFirst();
  }

  /** As Glue writes it, such as G.1X. */
  public String text() {
    return text;
  }

  public int cores() {
    return cores;
  }

  public long memoryBytes() {
    return (long) memoryGib << 30;
  }

  private char kind() {
    return text.charAt(0);
  }
}
