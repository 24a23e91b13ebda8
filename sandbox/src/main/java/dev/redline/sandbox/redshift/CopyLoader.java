package dev.redline.sandbox.redshift;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Does the part of a COPY that happens outside the database: reads the manifest and turns its
 * Parquet files into CSV files the server can read. Not thread-safe: one per client connection.
 */
final class CopyLoader implements SqlRewriter.Loading {

  private final Storage storage;
  private final Path folder;
  private final List<Path> written = new ArrayList<>();

  CopyLoader(Storage storage, Path folder) {
    this.storage = storage;
    this.folder = folder;
  }

  @Override
  public String load(CopyStatement copy) throws SqlFault {
    Manifest manifest = Manifest.read(copy.manifest(), storage);
    ArrayNode files = new ObjectMapper().createArrayNode();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      for (Manifest.Entry entry : manifest.entries()) {
        convert(duckdb, entry, files.addObject());
      }
    } catch (SQLException e) {
      throw SqlFault.load("the Redshift stand-in could not run DuckDB: " + e.getMessage(), "");
    }
    return "CALL redshift_stand_in.load(%s, ARRAY[%s]::text[], %s)"
        .formatted(
            SqlText.literal(copy.table()),
            copy.columns().stream().map(SqlText::literal).collect(Collectors.joining(", ")),
            SqlText.literal(files.toString()));
  }

  /** The CSV files written since the last call; they are the caller's to delete. */
  List<Path> takeWritten() {
    List<Path> taken = List.copyOf(written);
    written.clear();
    return taken;
  }

  private void convert(Connection duckdb, Manifest.Entry entry, ObjectNode file) throws SqlFault {
    try {
      ParquetFile parquet = ParquetFile.open(duckdb, entry.file());
      Path csv = Files.createTempFile(folder, "copy", ".csv");
      written.add(csv);
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
