package dev.redline.sandbox.redshift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** A bucket on disk: Parquet written by DuckDB, and manifests that name it. */
record Bucket(Path folder) {

  static final String ROLE = "arn:aws:iam::123456789012:role/loader";

  /** Writes the rows of a query and answers the address of the file. */
  String parquet(String name, String query) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + folder.resolve(name) + "' (FORMAT parquet)");
    }
    return "s3://" + folder.getFileName() + "/" + name;
  }

  String entry(String url) throws IOException {
    return entry(url, Files.size(folder.resolve(url.substring(url.lastIndexOf('/') + 1))));
  }

  static String entry(String url, long lengthBytes) {
    return "{\"url\":\"%s\",\"mandatory\":true,\"meta\":{\"content_length\":%d}}"
        .formatted(url, lengthBytes);
  }

  String manifest(String name, String... entries) throws IOException {
    String list = List.of(entries).stream().collect(Collectors.joining(","));
    Files.writeString(folder.resolve(name), "{\"entries\":[" + list + "]}");
    return "s3://" + folder.getFileName() + "/" + name;
  }

  /** The manifest of one Parquet file with the rows of a query. */
  String staged(String name, String query) throws IOException, SQLException {
    return manifest(name + ".manifest", entry(parquet(name + ".parquet", query)));
  }

  static String copy(String target, String manifest) {
    return "COPY "
        + target
        + " FROM '"
        + manifest
        + "' IAM_ROLE '"
        + ROLE
        + "' FORMAT AS PARQUET MANIFEST";
  }
}
