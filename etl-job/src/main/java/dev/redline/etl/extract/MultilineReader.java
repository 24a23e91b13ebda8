package dev.redline.etl.extract;

import dev.redline.etl.JobSpec.CsvFormat;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * CSV records that may go over several lines, as in RFC 4180: a line break between quotes is part
 * of its field. Records end with LF or CRLF. Where a quote is not closed, or is closed in the
 * middle of a field, only the line in which the record began is given, to be refused, and the next
 * line begins a new one: one bad quote does not swallow the good rows after it.
 *
 * @see QuoteScanner
 */
final class MultilineReader implements RecordReader {
  /**
   * No quote stays open for longer: a row that COPY takes has at most 4 MB
   * (https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html).
   */
  private static final int MOST_BYTES = 4 << 20;

  private final LineReader lines;
  private final QuoteScanner scanner;
  private final boolean header;
  private final byte delimiter;
  private final Deque<RawRecord> ahead = new ArrayDeque<>();

  private String file = "";
  private @Nullable RawRecord next;

  MultilineReader(LineReader lines, CsvFormat format, boolean header) {
    this.lines = lines;
    this.scanner = new QuoteScanner(format);
    this.header = header;
    this.delimiter = (byte) format.delimiter();
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      RawRecord first = line();
      if (first == null) {
        return false;
      }
      if (isBlank(first)) {
        continue;
      }
      RawRecord record = record(first);
      boolean isHeader = header && !first.file().equals(file);
      file = first.file();
      next = isHeader ? null : record;
    }
    return true;
  }

  @Override
  public RawRecord next() {
    RawRecord record = hasNext() ? next : null;
    if (record == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return record;
  }

  @Override
  public void close() {
    lines.close();
  }

  /** The record that begins with a line; more lines are taken as long as a quote is open. */
  private RawRecord record(RawRecord first) {
    QuoteScanner.State state = scanner.start(first);
    if (state != QuoteScanner.State.OPEN) {
      return withoutCr(first);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(first.bytes(), 0, first.lengthBytes());
    Deque<RawRecord> taken = new ArrayDeque<>();
    while (state == QuoteScanner.State.OPEN) {
      RawRecord more = bytes.size() > MOST_BYTES ? null : line();
      if (more == null || !more.file().equals(first.file())) {
        return giveBack(first, taken, more);
      }
      taken.addLast(more);
      bytes.write('\n');
      bytes.write(more.bytes(), 0, more.lengthBytes());
      state = scanner.goOn(more);
    }
    return state == QuoteScanner.State.BROKEN
        ? giveBack(first, taken, null)
        : withoutCr(
            new RawRecord(first.file(), first.position(), bytes.toByteArray(), bytes.size()));
  }

  private RawRecord giveBack(RawRecord first, Deque<RawRecord> taken, @Nullable RawRecord more) {
    if (more != null) {
      taken.addLast(more);
    }
    while (!taken.isEmpty()) {
      ahead.addFirst(taken.removeLast());
    }
    return withoutCr(first);
  }

  /** A copy of its own, since the lines' bytes are used again. */
  private @Nullable RawRecord line() {
    if (!ahead.isEmpty()) {
      return ahead.removeFirst();
    }
    if (!lines.hasNext()) {
      return null;
    }
    RawRecord line = lines.next();
    byte[] bytes = Arrays.copyOf(line.bytes(), line.lengthBytes());
    return new RawRecord(line.file(), line.position(), bytes, bytes.length);
  }

  private boolean isBlank(RawRecord line) {
    for (int i = 0; i < line.lengthBytes(); i++) {
      byte at = line.bytes()[i];
      boolean isEnd = at == '\r' && i == line.lengthBytes() - 1;
      if (at == delimiter || (at != ' ' && at != '\t' && !isEnd)) {
        return false;
      }
    }
    return true;
  }

  private static RawRecord withoutCr(RawRecord record) {
    int length = record.lengthBytes();
    return length > 0 && record.bytes()[length - 1] == '\r'
        ? new RawRecord(record.file(), record.position(), record.bytes(), length - 1)
        : record;
  }
}
