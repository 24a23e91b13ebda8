package dev.redline.etl.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a task's slices. A line belongs to the slice in which it begins; header lines and
 * blank lines are left out. Lines end with LF, CR or both. Used by one task.
 */
final class LineReader implements RecordReader {
  private static final byte[] LF = {'\n'};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Iterator<Slice> slices;
  private final Rules rules;
  private final Configuration hadoop;
  private final Codecs codecs;
  private final Text line = new Text();

  private org.apache.hadoop.util.@Nullable LineReader reader;
  private @Nullable Slice slice;
  private long position;
  private boolean isHeaderDue;
  private @Nullable RawRecord next;

  /**
   * Which lines are records.
   *
   * @param header whether the first line of a file that is not blank is none
   * @param delimiter a line of blanks and tabs is blank, unless they part fields
   * @param isRaw every line is one, also a blank one, and only LF ends it
   */
  record Rules(boolean header, char delimiter, boolean isRaw) {}

  LineReader(List<Slice> slices, Rules rules, Configuration hadoop) {
    this.slices = slices.iterator();
    this.rules = rules;
    this.hadoop = hadoop;
    this.codecs = new Codecs(hadoop);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        if (reader == null) {
          if (!slices.hasNext()) {
            return false;
          }
          open(slices.next());
        }
        advance();
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(where() + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public RawRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RawRecord record = next;
    next = null;
    if (record == null) {
      throw new NoSuchElementException();
    }
    return record;
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(where() + " cannot be closed", e);
    }
  }

  private String where() {
    return slice == null ? "the input" : slice.path();
  }

  private void open(Slice opened) throws IOException {
    slice = opened;
    Path path = new Path(opened.path());
    FSDataInputStream in = path.getFileSystem(hadoop).open(path);
    CompressionCodec codec = codecs.of(path);
    position = opened.start();
    if (codec != null) {
      reader = lines(codec.createInputStream(in));
    } else {
      // The line that was begun before is the other slice's, which reads on to its end. Beginning
      // one byte early, a line that begins just here is not taken for one that was begun before.
      boolean inside = opened.start() > 0;
      in.seek(inside ? opened.start() - 1 : 0);
      reader = lines(in);
      if (inside) {
        position += reader.readLine(line) - 1;
      }
    }
    isHeaderDue = opened.start() == 0 && rules.header();
  }

  private org.apache.hadoop.util.LineReader lines(InputStream in) throws IOException {
    return rules.isRaw()
        ? new org.apache.hadoop.util.LineReader(in, hadoop, LF)
        : new org.apache.hadoop.util.LineReader(in, hadoop);
  }

  private void advance() throws IOException {
    Slice current = slice;
    if (reader == null || current == null) {
      return;
    }
    boolean isOver = !current.isWhole() && position >= current.start() + current.lengthBytes();
    long begin = position;
    int consumed = isOver ? 0 : reader.readLine(line);
    if (consumed == 0) {
      close();
      return;
    }
    position += consumed;
    int mark = begin == 0 ? markLength() : 0;
    if (mark > 0) {
      line.set(line.getBytes(), mark, line.getLength() - mark);
    }
    if (isBlank()) {
      return;
    }
    if (isHeaderDue) {
      isHeaderDue = false;
    } else {
      next = new RawRecord(current.path(), begin, line.getBytes(), line.getLength());
    }
  }

  private int markLength() {
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (i >= line.getLength() || line.getBytes()[i] != BYTE_ORDER_MARK[i]) {
        return 0;
      }
    }
    return BYTE_ORDER_MARK.length;
  }

  private boolean isBlank() {
    byte[] bytes = line.getBytes();
    for (int i = 0; i < line.getLength(); i++) {
      if ((bytes[i] != ' ' && bytes[i] != '\t') || bytes[i] == rules.delimiter()) {
        return false;
      }
    }
    return !rules.isRaw();
  }
}
