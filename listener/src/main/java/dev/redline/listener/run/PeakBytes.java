package dev.redline.listener.run;

import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Memory;

/** The highest memory use of any executor, in bytes; 0 where it was not measured. */
final class PeakBytes {
  private long heapBytes;
  private long residentBytes;

  void add(long moreHeapBytes, long moreResidentBytes) {
    heapBytes = Math.max(heapBytes, moreHeapBytes);
    residentBytes = Math.max(residentBytes, moreResidentBytes);
  }

  void add(PeakBytes other) {
    add(other.heapBytes, other.residentBytes);
  }

  /** What it means: shares grow with bytes, so the highest bytes have the highest shares. */
  Memory assess(ExecutorSize size) {
    return heapBytes == 0 && residentBytes == 0
        ? Memory.NONE
        : size.assess(heapBytes, residentBytes);
  }
}
