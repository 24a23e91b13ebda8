package dev.redline.etl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.sun.net.httpserver.HttpServer;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job on LocalStack's S3: sources, staging, quarantine and COPY. */
@ExtendWith(LocalStackExtension.class)
class S3SourcesIT {
  private static final String HEADER = "part,day,price,stock\n";
  private static final String DENIED =
      "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message>"
          + "<RequestId>1</RequestId></Error>";

  @TempDir static Path folder;
  private static RedshiftStandIn redshift;
  private static HttpServer denying;
  private static FileSystem s3;
  private static URI endpoint;

  @BeforeAll
  static void start(LocalStack localStack) throws Exception {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    endpoint = localStack.endpoint();
    redshift = RedshiftStandIn.builder().s3(endpoint).start();
    // LocalStack knows no permissions; this one grants none.
    denying = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    denying.createContext(
        "/",
        exchange -> {
          byte[] body = DENIED.getBytes(UTF_8);
          boolean isHead = exchange.getRequestMethod().equals("HEAD");
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(403, isHead ? -1 : body.length);
          if (!isHead) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    denying.start();
    HttpRequest bucket =
        HttpRequest.newBuilder(endpoint.resolve("/landing"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(bucket, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
    Configuration hadoop = new Configuration();
    settings().forEach((name, value) -> hadoop.set(name.replace("spark.hadoop.", ""), value));
    s3 = FileSystem.newInstance(URI.create("s3a://landing/"), hadoop);
    putSources();
  }

  @AfterAll
  static void stop() throws IOException {
    System.clearProperty("spark.master");
    System.clearProperty("spark.ui.enabled");
    s3.close();
    denying.stop(0);
    redshift.close();
  }

  private static void putSources() throws Exception {
    put("csv/2024-01/a.csv", HEADER + "A,2024-01-01,1.00,1\nNA,2024-01-01,1.00,1\n");
    try (OutputStream out = new GZIPOutputStream(create("csv/2024-01/b.csv.gz"))) {
      out.write((HEADER + "B,2024-01-01,1.00,1\nA,2024-01-02,2.00,2\n").getBytes(UTF_8));
    }
    try (OutputStream out = new ZstdOutputStreamNoFinalizer(create("csv/2024-02/c.csv.zst"))) {
      out.write((HEADER + "C,2024-02-01,1.00,x\nC,2024-02-01,1.00,1\n").getBytes(UTF_8));
    }
    put("csv/2024-02/empty.csv", "");
    put("csv/2024-02/_SUCCESS", "");
    put("csv/2023-12/old.csv", HEADER + "Z,2023-12-01,1.00,1\n");
    put(
        "json/parts.json",
        "{\"part\":\"A\",\"day\":\"2024-03-01\",\"price\":3,\"stock\":3}\n{\"part\"\n");
    Path parquet = folder.resolve("parts.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES ('A', DATE '2024-04-01', 4.00::DECIMAL(6,2), 4), (NULL,"
              + " DATE '2024-04-01', 4.00, 4)) AS v(part, day, price, stock)) TO '"
              + parquet
              + "' (FORMAT parquet)");
    }
    try (OutputStream out = create("parquet/parts.parquet")) {
      Files.copy(parquet, out);
    }
  }

  private static OutputStream create(String key) throws IOException {
    return s3.create(new org.apache.hadoop.fs.Path("s3a://landing/" + key));
  }

  private static void put(String key, String text) throws IOException {
    try (OutputStream out = create(key)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  @Test
  void readsStagesQuarantinesAndLoadsOnS3() throws Exception {
    RunResult csv = load("csv", "s3a://landing/csv/2024-*/*", "s3://landing/work");

    assertThat(csv.rejectedByReason()).isEqualTo(Map.of("NULL_KEY", 1L, "TYPE_MISMATCH", 1L));
    assertThat(csv.load().rawRows()).isEqualTo(6);
    assertThat(csv.load().duplicateRows()).isEqualTo(1);
    assertThat(parts())
        .containsExactly("A|2024-01-02|2.00|2", "B|2024-01-01|1.00|1", "C|2024-02-01|1.00|1");
    assertThat(below("work/rejects/run_id=" + csv.runId()))
        .contains(
            "\"reason\":\"NULL_KEY\"",
            "\"source\":\"s3a://landing/csv/2024-01/a.csv\",\"position\":41",
            "\"raw\":\"C,2024-02-01,1.00,x\"");
    assertThat(below("work/staging")).isEmpty();

    RunResult json = load("json", "s3://landing/json/", "s3://landing/work");
    RunResult parquet =
        load("parquet", "s3a://landing/parquet/parts.parquet", "s3a://landing/work");

    assertThat(json.rejectedByReason()).isEqualTo(Map.of("MALFORMED", 1L));
    assertThat(parquet.rejectedByReason()).isEqualTo(Map.of("NULL_KEY", 1L));
    assertThat(parts())
        .containsExactly("A|2024-04-01|4.00|4", "B|2024-01-01|1.00|1", "C|2024-02-01|1.00|1");
    assertThat(
            load("parquet", "s3a://landing/parquet/parts.parquet", "s3a://landing/work").status())
        .isEqualTo(RunResult.Status.ALREADY_LOADED);
    assertThat(query("SELECT count(*) FROM redline_load_audit")).containsExactly("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3://nowhere/in/*.csv         | s3://landing/work | source.path 's3://nowhere/in/*.csv'    | bucket
          s3a://landing/nothing/        | s3://landing/work | source.path 's3a://landing/nothing/'   | matches no file
          s3a://forbidden/in/a.csv      | s3://landing/work | source.path 's3a://forbidden/in/a.csv' | permission
          s3a://landing/csv/2023-12/    | s3://nowhere/work | staging cannot be written at s3a://nowhere/work/staging | create the bucket
          s3a://landing/csv/2023-12/    | s3://forbidden/w  | rejects cannot be written at s3a://forbidden/w/rejects | let the job's role write
          """)
  void namesWhatCannotBeReachedBeforeAnyWork(String input, String work, String what, String remedy)
      throws IOException {
    redshift.statements().forget();

    assertThatThrownBy(() -> load("csv", input, work))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(what)
        .hasMessageContaining(remedy);
    assertThat(redshift.statements().seen())
        .allMatch(sql -> sql.strip().toUpperCase(Locale.ROOT).matches("(?s)(SELECT|SET|SHOW).*"));
    assertThat(below("work/staging")).isEmpty();
  }

  private static RunResult load(String format, String input, String work) throws Exception {
    StringBuilder spark = new StringBuilder();
    settings()
        .forEach(
            (name, value) ->
                spark
                    .append(spark.isEmpty() ? "" : ", ")
                    .append("\"%s\": \"%s\"".formatted(name, value)));
    String json =
        SampleSpec.parts(input, work)
            .replace("jdbc:redshift://localhost:5439/dev", redshift.jdbcUrl())
            .replace("\"loader\"", "\"" + redshift.user() + "\"")
            .replace("\"quality\"", "\"spark\": {" + spark + "}, \"quality\"");
    if (!format.equals("csv")) {
      json = json.replace("\"csv\"", "\"" + format + "\"").replace(", \"nullToken\": \"NA\"", "");
    }
    Path spec = Files.writeString(Files.createTempFile(folder, "spec", ".json"), json);
    return EtlJob.run(
        List.of("--spec", spec.toString()), Map.of("REDSHIFT_PASSWORD", redshift.password()));
  }

  /** What a user of LocalStack gives to spark-submit. */
  private static Map<String, String> settings() {
    return Map.of(
        "spark.hadoop.fs.s3a.endpoint", endpoint.toString(),
        "spark.hadoop.fs.s3a.bucket.forbidden.endpoint",
            "http://127.0.0.1:" + denying.getAddress().getPort(),
        "spark.hadoop.fs.s3a.path.style.access", "true",
        "spark.hadoop.fs.s3a.aws.credentials.provider",
            "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider",
        "spark.hadoop.fs.s3a.attempts.maximum", "1",
        "spark.hadoop.fs.s3a.retry.limit", "1");
  }

  private static String below(String prefix) throws IOException {
    StringBuilder all = new StringBuilder();
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path("s3a://landing/" + prefix);
    if (s3.exists(root)) {
      RemoteIterator<LocatedFileStatus> files = s3.listFiles(root, true);
      while (files.hasNext()) {
        try (InputStream in = s3.open(files.next().getPath())) {
          all.append(new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    return all.toString();
  }

  private static List<String> parts() throws SQLException {
    return query("SELECT part_no, day, price, stock FROM parts ORDER BY 1");
  }

  private static List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), redshift.password());
        Statement statement = connection.createStatement();
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
}
