package dev.redline.replay;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A stream of which one line at a time can be read, without ever holding a line: {@link #next()}
 * goes to the next line, and reading ends at its end. Not thread-safe.
 */
final class Lines extends InputStream {
  private final InputStream in;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final byte[] buffer = new byte[256 * 1024];
  private int position;
  private int limit;
  private boolean inLine;

  /** Where the line ends, as far as that is known; below {@link #position} where it is not. */
  private int wholeUntil = -1;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line, past what was not read of this one; false at the end. */
  boolean next() throws IOException {
    while (inLine) {
      skipToLineEnd();
    }
    inLine = position < limit || fill();
    return inLine;
  }

  /** Whether all that is left of the line is in memory. */
  boolean isWhole() throws IOException {
    int searched = position;
    int end = lineEnd(searched, limit);
    while (end < 0 && limit - position < buffer.length) {
      makeRoom();
      searched = limit;
      if (!fillUp()) {
        end = limit;
      } else {
        end = lineEnd(searched, limit);
      }
    }
    wholeUntil = end;
    return end >= 0;
  }

  private void makeRoom() {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
  }

  /** A stream that broke once is over: the line that broke off is lost with it. */
  private boolean fillUp() throws IOException {
    int before = limit;
    limit = position;
    int read = in.read(buffer, before, buffer.length - before);
    limit = before + Math.max(0, read);
    return read > 0;
  }

  /** What {@link #start} and {@link #end} are positions in; not to be changed. */
  byte[] bytes() {
    return buffer;
  }

  /** Where a line begins that is whole. */
  int start() {
    return position;
  }

  /** Where a line ends that is whole. */
  int end() {
    return wholeUntil;
  }

  private void skipToLineEnd() throws IOException {
    int end = wholeUntil >= position ? wholeUntil : lineEnd(position, limit);
    wholeUntil = -1;
    if (end >= limit) {
      end = -1;
      position = limit;
    }
    if (end < 0) {
      inLine = fill();
    } else {
      position = end + 1;
      inLine = false;
    }
  }

  /** A stream that broke once is over: what was read before must not be read again. */
  private boolean fill() throws IOException {
    wholeUntil = -1;
    position = 0;
    limit = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private int lineEnd(int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to) {
      long eight = (long) EIGHT.get(buffer, i) ^ NEWLINES;
      // The lowest zero byte, if there is one, is where the newline is.
      long zeros = (eight - LOW_BITS) & ~eight & HIGH_BITS;
      if (zeros != 0) {
        return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
      i += Long.BYTES;
    }
    for (; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!inLine) {
      return -1;
    }
    if (position == limit && !fill()) {
      inLine = false;
      return -1;
    }
    int wanted = Math.min(limit - position, length);
    int end = lineEnd(position, position + wanted);
    int count = end < 0 ? wanted : end - position;
    System.arraycopy(buffer, position, to, offset, count);
    position += count;
    if (end >= 0) {
      position++;
      inLine = false;
    }
    return count == 0 ? -1 : count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
