package dev.redline.replay;

import java.io.IOException;

/** Peaks of an executor's memory, from an event's "Executor Metrics"; the highest of several. */
final class Peaks {
  private long heapBytes;
  private long residentBytes;

  void read(Fields fields) throws IOException {
    long[] resident = new long[1];
    fields.each(
        name -> {
          switch (name) {
            case "JVMHeapMemory" -> heapBytes = Math.max(heapBytes, fields.amount());
            case "ProcessTreeJVMRSSMemory",
                "ProcessTreePythonRSSMemory",
                "ProcessTreeOtherRSSMemory" ->
                resident[0] += fields.amount();
            default -> {}
          }
        });
    residentBytes = Math.max(residentBytes, resident[0]);
  }

  long heapBytes() {
    return heapBytes;
  }

  long residentBytes() {
    return residentBytes;
  }

  boolean areEmpty() {
    return heapBytes == 0 && residentBytes == 0;
  }
}
