package dev.redline.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** COPY of CSV, from a folder and from LocalStack's S3, and the tables of its errors. */
@Timeout(300)
class CsvCopyIT {
  private static final String OPTIONS = " FORMAT AS CSV MANIFEST IGNOREHEADER 1 NULL AS 'NA'";

  @TempDir static Path buckets;
  private static Bucket bucket;
  private static RedshiftStandIn standIn;

  @BeforeAll
  static void start() throws IOException {
    bucket = new Bucket(Files.createDirectory(buckets.resolve("landing")));
    standIn = RedshiftStandIn.builder().bucketFolder(buckets).start();
  }

  @AfterAll
  static void stop() {
    standIn.close();
  }

  @Test
  void loadsWhatTheFieldsSay() throws Exception {
    String manifest =
        manifest(
            "good", "n,c,d,t\r\n1,\"a \"\"b\"\", c\nd\",1.50,2013-01-01 05:00:00\n2,NA,NA,NA\n");
    try (Client client = Client.of(standIn)) {
      client.run(
          "CREATE TABLE good (n INTEGER, c VARCHAR(20), d DECIMAL(6,2), t TIMESTAMP)",
          copy("good (n, c, d, t)", manifest));
      assertThat(client.rows("SELECT * FROM good ORDER BY n"))
          .containsExactly("1|a \"b\", c\nd|1.50|2013-01-01 05:00:00", "2|null|null|null");
      assertThat(client.value("SELECT pg_last_copy_count()")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x,b,1.5     | n | 1207 | Invalid digit, Value 'x', Pos 0, Type: Integer
          1,ééééé,1.5 | c | 1204 | String length exceeds DDL length
          1,b,many    | d | 1209 | Invalid decimal format or value
          NA,b,1.5    | n | 1213 | Missing data for not-null field
          1,b         |   | 1214 | Delimiter not found
          1,b,1.5,9   |   | 1202 | Extra column(s) found
          """)
  void recordsFileLineAndColumnOfAnError(String line, String column, int code, String reason)
      throws Exception {
    String manifest = manifest("bad", "n,c,d\n1,b,1.5\n" + line + "\n");
    try (Client client = Client.of(standIn)) {
      client.run(
          "DROP TABLE IF EXISTS bad",
          "CREATE TABLE bad (n INTEGER NOT NULL, c VARCHAR(5), d DECIMAL(6,2))");
      client.connection().setAutoCommit(false);
      assertThatThrownBy(() -> client.run(copy("bad", manifest)))
          .hasMessageContaining("Load into table 'bad' failed")
          .hasMessageNotContaining("redshift_stand_in");
      client.connection().rollback();

      String expected =
          "s3://landing/bad.csv|3|" + (column == null ? "" : column) + "|" + code + "|" + reason;
      assertThat(
              client.rows(
                  "SELECT file_name, line_number, column_name, error_code, error_message FROM"
                      + " sys_load_error_detail WHERE session_id = pg_backend_pid()"))
          .containsExactly(expected);
      assertThat(
              client.rows(
                  "SELECT trim(filename), line_number, trim(colname), err_code, trim(err_reason)"
                      + " FROM stl_load_errors WHERE session = pg_backend_pid()"))
          .containsExactly(expected);
      assertThat(client.value("SELECT count(*) FROM bad")).isEqualTo("0");
    }
  }

  @Test
  void readsGzip() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("n\n7\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(bucket.folder().resolve("z.csv.gz"), bytes.toByteArray());
    String manifest = bucket.manifest("z.manifest", "{\"url\":\"s3://landing/z.csv.gz\"}");
    try (Client client = Client.of(standIn)) {
      client.run("CREATE TABLE z (n INTEGER)", copy("z", manifest) + " GZIP");
      assertThat(client.value("SELECT n FROM z")).isEqualTo("7");
    }
  }

  @Test
  @ExtendWith(LocalStackExtension.class)
  void readsWhatIsInLocalStack(LocalStack localStack) throws Exception {
    put(localStack, "lake", "");
    put(localStack, "lake/a b.csv", "n\n5\n");
    put(
        localStack,
        "lake/m.json",
        "{\"entries\":[{\"url\":\"s3://lake/a b.csv\",\"mandatory\":true,"
            + "\"meta\":{\"content_length\":4}}]}");
    bucket.parquet("p.parquet", "SELECT 6::INTEGER AS n");
    byte[] parquet = Files.readAllBytes(bucket.folder().resolve("p.parquet"));
    put(localStack, "lake/p.parquet", parquet);
    put(
        localStack,
        "lake/p.json",
        "{\"entries\":[" + Bucket.entry("s3://lake/p.parquet", parquet.length) + "]}");
    try (RedshiftStandIn onS3 = RedshiftStandIn.builder().s3(localStack.endpoint()).start();
        Client client = Client.of(onS3)) {
      client.run("CREATE TABLE lake (n INTEGER)", copy("lake", "s3://lake/m.json"));
      client.run(Bucket.copy("lake", "s3://lake/p.json"));
      assertThat(client.rows("SELECT n FROM lake ORDER BY n")).containsExactly("5", "6");
      assertThatThrownBy(() -> client.run(copy("lake", "s3://lake/none.json")))
          .hasMessageContaining("NoSuchKey");
      assertThatThrownBy(() -> client.run(copy("lake", "s3://no-such-bucket-here/m.json")))
          .hasMessageContaining("NoSuchKey");
      assertThat(Files.list(onS3.folder()).map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith("s3-"));
    }
  }

  private static void put(LocalStack localStack, String path, String text) throws Exception {
    put(localStack, path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(LocalStack localStack, String path, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(localStack.endpoint().resolve("/" + path.replace(" ", "%20")))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static String manifest(String name, String csv) throws IOException {
    Files.writeString(bucket.folder().resolve(name + ".csv"), csv);
    return bucket.manifest(
        name + ".manifest", "{\"url\":\"s3://landing/" + name + ".csv\",\"mandatory\":true}");
  }

  private static String copy(String target, String manifest) {
    return "COPY " + target + " FROM '" + manifest + "' IAM_ROLE '" + Bucket.ROLE + "'" + OPTIONS;
  }
}
