package dev.redline.glue;

import java.util.Arrays;
import java.util.Optional;

/**
 * Glue's workers (https://docs.aws.amazon.com/glue/latest/dg/worker-types.html).
 *
 * @see #vcpus
 */
enum Worker {
  G_025X("G.025X", 2, 4),
  STANDARD("Standard", 4, 16),
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

  private final String id;
  private final int vcpus;
  private final int memoryGb;

  Worker(String id, int vcpus, int memoryGb) {
    this.id = id;
    this.vcpus = vcpus;
    this.memoryGb = memoryGb;
  }

  static Optional<Worker> of(String id) {
    return Arrays.stream(values()).filter(worker -> worker.id.equals(id)).findFirst();
  }

  static String ids() {
    return String.join(", ", Arrays.stream(values()).map(worker -> worker.id).toList());
  }

  String id() {
    return id;
  }

  int vcpus() {
    return vcpus;
  }

  int memoryGb() {
    return memoryGb;
  }
}
