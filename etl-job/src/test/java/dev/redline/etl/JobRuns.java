package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs on a real Spark into the Redshift stand-in, which starts empty for each class. */
abstract class JobRuns {
  @TempDir static Path folder;
  static RedshiftStandIn redshift;

  @BeforeAll
  static void start() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    redshift = RedshiftStandIn.start();
  }

  @AfterAll
  static void stop() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
    redshift.close();
  }

  static RunResult run(Path spec) throws Exception {
    return EtlJob.run(List.of("--spec", spec.toString()), environment());
  }

  static Path parts(Path input, String replaced, String replacement) throws IOException {
    String json =
        SampleSpec.parts(input.toString(), folder + "/work")
            .replace("jdbc:redshift://localhost:5439/dev", redshift.jdbcUrl())
            .replace("\"user\": \"loader\"", "\"user\": \"" + redshift.user() + "\"");
    assertThat(json).contains(replaced);
    return Files.writeString(
        Files.createTempFile(folder, "spec", ".json"), json.replace(replaced, replacement));
  }

  static Path csv(String name, String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of("part,day,price,stock"));
    all.addAll(List.of(lines));
    return Files.write(folder.resolve(name), all);
  }

  static Map<String, String> environment() {
    return Map.of("REDSHIFT_PASSWORD", redshift.password());
  }

  static List<Path> stagedFiles() throws IOException {
    try (Stream<Path> left = Files.walk(folder.resolve("work/staging"))) {
      return left.filter(Files::isRegularFile).filter(f -> !f.toString().endsWith(".crc")).toList();
    }
  }

  static void update(String... statements) throws SQLException {
    Tables.run(redshift, statements);
  }

  static List<String> query(String sql) throws SQLException {
    try (Connection connection = Tables.connect(redshift)) {
      return rows(connection, sql);
    }
  }

  static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  static RunResult loadParts(Path input) throws Exception {
    return run(parts(input, "", ""));
  }
}
