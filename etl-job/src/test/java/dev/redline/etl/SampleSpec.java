package dev.redline.etl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Specs for tests: the committed one, or one given as text. */
public final class SampleSpec {
  /** The committed spec. */
  public static final Path FILE =
      Path.of(System.getProperty("redline.root"), "sample-data", "aircraft-last-seen.json");

  /** What the committed spec asks for. */
  public static final Map<String, String> PARAMS =
      Map.of(
          "input", "/data/flights.csv",
          "work", "/data/work",
          "iamRole", "arn:aws:iam::123456789012:role/copy",
          "jdbcUrl", "jdbc:redshift://localhost:5439/dev",
          "user", "loader");

  /** CSV with a header, as the committed spec says. */
  public static final JobSpec.CsvFormat CSV =
      new JobSpec.CsvFormat(true, "NA", ',', '"', '"', false);

  private SampleSpec() {}

  /** The committed spec, filled in. */
  public static JobSpec read() {
    return JobSpec.read(FILE, PARAMS);
  }

  /** A spec given as text. */
  public static JobSpec of(Path folder, String json) {
    return of(folder, json, Map.of());
  }

  /** A spec given as text, with placeholders. */
  public static JobSpec of(Path folder, String json, Map<String, String> params) {
    try {
      return JobSpec.read(Files.writeString(folder.resolve("spec.json"), json), params);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A small spec: parts by number, the newest by day. */
  public static String parts(String input, String work) {
    return """
    {
      "name": "parts",
      "source": {"format": "csv", "path": "%s", "nullToken": "NA"},
      "schema": [
        {"name": "part", "type": "string"},
        {"name": "day", "type": "date"},
        {"name": "price", "type": "decimal(6,2)"},
        {"name": "stock", "type": "int"}
      ],
      "key": ["part"],
      "ordering": ["day"],
      "target": {
        "table": "parts",
        "createIfMissing": true,
        "columns": [
          {"name": "part_no", "type": "VARCHAR(4)", "expression": "part"},
          {"name": "day", "type": "DATE"},
          {"name": "price", "type": "DECIMAL(6,2)"},
          {"name": "stock", "type": "SMALLINT"}
        ]
      },
      "staging": "%s/staging",
      "rejects": "%s/rejects",
      "quality": {"maxRejectRatio": 1},
      "iamRole": "arn:aws:iam::123456789012:role/copy",
      "connection": {
        "url": "jdbc:redshift://localhost:5439/dev",
        "user": "loader",
        "passwordEnv": "REDSHIFT_PASSWORD"
      }
    }
    """
        .formatted(input, work, work);
  }
}
