package dev.redline.replay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes went by. */
final class CountingStream extends FilterInputStream {
  private static final long EVERY_BYTES = 1 << 20;

  private final LongConsumer progress;
  private long count;
  private long told;

  CountingStream(InputStream in, long before, LongConsumer progress) {
    super(in);
    this.count = before;
    this.told = before;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    passed(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = super.read(to, offset, length);
    passed(Math.max(0, read));
    return read;
  }

  private void passed(int bytes) {
    count += bytes;
    if (count - told >= EVERY_BYTES) {
      told = count;
      progress.accept(count);
    }
  }

  long count() {
    return count;
  }
}
