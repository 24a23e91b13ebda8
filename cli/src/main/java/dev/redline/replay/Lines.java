package dev.redline.replay;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream of which one line at a time can be read, without ever holding a line: {@link #next()}
 * goes to the next line, and reading ends at its end. Not thread-safe.
 */
final class Lines extends InputStream {
  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private boolean inLine;

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

  private void skipToLineEnd() throws IOException {
    int end = lineEnd(position, limit);
    if (end < 0) {
      inLine = fill();
    } else {
      position = end + 1;
      inLine = false;
    }
  }

  /** A stream that broke once is over: what was read before must not be read again. */
  private boolean fill() throws IOException {
    position = 0;
    limit = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private int lineEnd(int from, int to) {
    for (int i = from; i < to; i++) {
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
