package dev.redline.sandbox.redshift;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Does the part of a COPY that happens outside the database: reads the manifest and turns its files
 * into CSV files the server can read. Not thread-safe: one per client connection.
 */
final class CopyLoader implements SqlRewriter.Loading {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Storage storage;
  private final Path folder;
  private final List<Path> written = new ArrayList<>();
  private Duration delay = Duration.ZERO;

  CopyLoader(Storage storage, Path folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** The next COPY takes that long in the server. */
  void slow(Duration duration) {
    delay = duration;
  }

  @Override
  public String load(CopyStatement copy) throws SqlFault {
    try {
      boolean isParquet = copy.format() instanceof CopyFormat.Parquet;
      Manifest manifest = Manifest.read(copy.manifest(), storage, isParquet);
      ArrayNode files = JSON.createArrayNode();
      if (copy.format() instanceof CopyFormat.Csv csv) {
        for (Manifest.Entry entry : manifest.entries()) {
          convert(csv, entry, files.addObject());
        }
      } else {
        convertParquet(manifest, files);
      }
      return call(copy, isParquet ? "load" : "load_csv", files);
    } finally {
      storage.forget();
      delay = Duration.ZERO;
    }
  }

  /** The CSV files written since the last call; they are the caller's to delete. */
  List<Path> takeWritten() {
    List<Path> taken = List.copyOf(written);
    written.clear();
    return taken;
  }

  private String call(CopyStatement copy, String procedure, ArrayNode files) {
    return "CALL redshift_stand_in.%s(%s, ARRAY[%s]::text[], %s, %s)"
        .formatted(
            procedure,
            SqlText.literal(copy.table()),
            copy.columns().stream().map(SqlText::literal).collect(Collectors.joining(", ")),
            SqlText.literal(files.toString()),
            delay.toMillis());
  }

  private void convertParquet(Manifest manifest, ArrayNode files) throws SqlFault {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      for (Manifest.Entry entry : manifest.entries()) {
        convert(duckdb, entry, files.addObject());
      }
    } catch (SQLException e) {
      throw SqlFault.load("the Redshift stand-in could not run DuckDB: " + e.getMessage(), "");
    }
  }

  private void convert(CopyFormat.Csv format, Manifest.Entry entry, ObjectNode file)
      throws SqlFault {
    try (InputStream stored = Files.newInputStream(entry.file());
        InputStream plain = format.isGzip() ? new GZIPInputStream(stored) : stored;
        Reader text = new InputStreamReader(plain, StandardCharsets.UTF_8)) {
      Path csv = newCsv();
      try (Writer out = Files.newBufferedWriter(csv)) {
        new CsvRows(text, format).write(out);
      }
      file.put("url", entry.url()).put("csv", csv.toString());
    } catch (IOException e) {
      throw SqlFault.load("File '" + entry.url() + "' cannot be read: " + e.getMessage(), "");
    }
  }

  private Path newCsv() throws IOException {
    Path csv = Files.createTempFile(folder, "copy", ".csv");
    written.add(csv);
    return csv;
  }

  private void convert(Connection duckdb, Manifest.Entry entry, ObjectNode file) throws SqlFault {
    try {
      ParquetFile parquet = ParquetFile.open(duckdb, entry.file());
      Path csv = newCsv();
      boolean isLoadable =
          parquet.columns().stream().noneMatch(c -> c.type().equals("unsupported"));
      if (isLoadable) {
        parquet.writeCsv(csv);
      }
      file.put("url", entry.url()).put("csv", csv.toString());
      ArrayNode columns = file.putArray("columns");
      for (ParquetFile.Column column : parquet.columns()) {
        columns
            .addObject()
            .put("name", column.name())
            .put("type", column.type())
            .put("parquet", column.parquet())
            .put("bytes", column.bytes());
      }
    } catch (SQLException | IOException e) {
      throw SqlFault.load(
          "Spectrum Scan Error",
          "File '" + entry.url() + "' is not a readable Parquet file: " + e.getMessage());
    }
  }
}
