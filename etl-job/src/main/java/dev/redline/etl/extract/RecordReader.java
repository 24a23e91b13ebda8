package dev.redline.etl.extract;

import dev.redline.etl.JobSpec.Format;
import dev.redline.etl.JobSpec.Source;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The records of a task's slices, in their order, without headers. Used by one task. */
interface RecordReader extends Iterator<RawRecord>, AutoCloseable {

  @Override
  void close();

  /** The reader that a source needs, header lines left out where it has them. */
  static RecordReader of(Source source, List<Slice> slices, Configuration hadoop) {
    return of(source, slices, source.format() == Format.CSV && source.csv().header(), hadoop);
  }

  /** The same, header lines left out or taken for records. */
  static RecordReader of(
      Source source, List<Slice> slices, boolean skipsHeader, Configuration hadoop) {
    char delimiter = source.csv().delimiter();
    if (source.format() == Format.CSV && source.csv().multiline()) {
      LineReader lines =
          new LineReader(slices, new LineReader.Rules(false, delimiter, true), hadoop);
      return new MultilineReader(lines, source.csv(), skipsHeader);
    }
    return new LineReader(slices, new LineReader.Rules(skipsHeader, delimiter, false), hadoop);
  }
}
