package dev.redline.etl.extract;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.storage.PinnedFile;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Compares the first line of every raw file with the schema, before any work. Columns are taken by
 * position: two swapped columns of one type would pass unseen.
 */
public final class CsvHeader {
  private final JobSpec spec;
  private final List<String> expected;
  private final Configuration hadoop;

  private CsvHeader(JobSpec spec, Configuration hadoop) {
    this.spec = spec;
    this.expected = spec.schema().stream().map(JobSpec.SourceColumn::name).toList();
    this.hadoop = hadoop;
  }

  /**
   * Looks at the files, several at a time.
   *
   * @throws InputError naming the first file whose header differs
   */
  public static void check(InputFiles inputs, JobSpec spec, Configuration hadoop) {
    if (spec.source().format() == JobSpec.Format.CSV && spec.source().csv().header()) {
      CsvHeader header = new CsvHeader(spec, hadoop);
      Optional<String> problem =
          inputs.files().parallelStream()
              .map(header::problem)
              .filter(text -> !text.isEmpty())
              .findFirst();
      if (problem.isPresent()) {
        throw new InputError(problem.get());
      }
    }
  }

  private String problem(PinnedFile file) {
    String line = firstLine(file);
    if (line == null) {
      return "";
    }
    Object[] names = new CsvRecordParser(named(spec.source().csv()), expected.size()).parse(line);
    return names != null && Arrays.asList(names).equals(expected)
        ? ""
        : "the header of "
            + file.path()
            + " is "
            + (names == null ? line : joined(Arrays.asList(names)))
            + " but schema says "
            + joined(expected)
            + ": make them the same, or set source.header to false if there is no header";
  }

  /** A column may be called what stands for a missing value. */
  private static JobSpec.CsvFormat named(JobSpec.CsvFormat csv) {
    return new JobSpec.CsvFormat(
        csv.header(), "", csv.delimiter(), csv.quote(), csv.escape(), csv.multiline());
  }

  private String joined(List<?> names) {
    return names.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(String.valueOf(spec.source().csv().delimiter())));
  }

  private @Nullable String firstLine(PinnedFile file) {
    if (file.lengthBytes() == 0) {
      return null;
    }
    Slice whole = new Slice(file.path(), 0, file.lengthBytes(), true);
    try (RecordReader lines = RecordReader.of(spec.source(), List.of(whole), false, hadoop)) {
      if (!lines.hasNext()) {
        return null;
      }
      RawRecord record = lines.next();
      return RowNormaliser.decoded(record.bytes(), record.lengthBytes());
    } catch (UncheckedIOException e) {
      throw new InputError(String.valueOf(e.getMessage()), e);
    }
  }
}
