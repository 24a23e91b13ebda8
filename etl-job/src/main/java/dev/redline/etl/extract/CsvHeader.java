package dev.redline.etl.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares the first lines of the raw files with the schema. Spark takes columns by position and by
 * default ignores their names: two swapped columns of one type would pass unseen. The first files
 * are looked at here, before any work; Spark itself is told to check the rest.
 */
public final class CsvHeader {
  private static final int FILES_LOOKED_AT = 8;

  private CsvHeader() {}

  /**
   * Looks at the first files.
   *
   * @throws InputError naming the first file whose header differs
   */
  public static void check(InputFiles inputs, JobSpec spec, Configuration hadoop) {
    if (!spec.source().csv().header()) {
      return;
    }
    List<String> expected = spec.schema().stream().map(JobSpec.SourceColumn::name).toList();
    inputs.files().stream()
        .limit(FILES_LOOKED_AT)
        .forEach(file -> check(file.path(), expected, hadoop));
  }

  private static void check(String file, List<String> expected, Configuration hadoop) {
    @Nullable String line = firstLine(file, hadoop);
    if (line == null) {
      return;
    }
    List<String> actual = Arrays.stream(line.split(",", -1)).map(CsvHeader::unquoted).toList();
    if (!actual.equals(expected)) {
      throw new InputError(
          "the header of "
              + file
              + " is "
              + String.join(",", actual)
              + " but schema says "
              + String.join(",", expected)
              + ": make them the same, or set source.header to false if there is no header");
    }
  }

  private static @Nullable String firstLine(String file, Configuration hadoop) {
    Path path = new Path(file);
    try (InputStream raw = path.getFileSystem(hadoop).open(path);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(decompressed(raw, path, hadoop), UTF_8))) {
      return lines.readLine();
    } catch (IOException e) {
      throw new InputError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static InputStream decompressed(InputStream raw, Path path, Configuration hadoop)
      throws IOException {
    @Nullable CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    return codec == null ? raw : codec.createInputStream(raw);
  }

  private static String unquoted(String name) {
    String plain = name.startsWith("\uFEFF") ? name.substring(1) : name;
    return plain.length() >= 2 && plain.startsWith("\"") && plain.endsWith("\"")
        ? plain.substring(1, plain.length() - 1)
        : plain;
  }
}
