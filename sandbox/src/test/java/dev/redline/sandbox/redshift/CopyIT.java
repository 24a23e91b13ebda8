package dev.redline.sandbox.redshift;

import static dev.redline.sandbox.redshift.Bucket.copy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class CopyIT {

  @TempDir static Path buckets;
  private static Bucket bucket;
  private static RedshiftStandIn standIn;
  private Client client;

  @BeforeAll
  static void start() throws IOException {
    bucket = new Bucket(Files.createDirectory(buckets.resolve("landing")));
    standIn = RedshiftStandIn.builder().bucketFolder(buckets).start();
  }

  @AfterAll
  static void stop() {
    standIn.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    client = Client.of(standIn);
  }

  @AfterEach
  void disconnect() throws SQLException {
    client.close();
  }

  @Test
  void loadsAStagingTableInsideOneTransaction() throws Exception {
    client.run(
        "CREATE TABLE flights (tail VARCHAR(8) PRIMARY KEY, dep TIMESTAMP) DISTKEY(tail)",
        "INSERT INTO flights VALUES ('N1', '2013-01-01 05:00'), ('N9', '2013-01-01 06:00')");
    String manifest =
        bucket.staged(
            "tx", "SELECT 'N' || i AS tail, TIMESTAMP '2013-02-01' AS dep FROM range(1, 4) r(i)");
    client.connection().setAutoCommit(false);
    client.run(
        "LOCK TABLE flights",
        "CREATE TEMP TABLE stg (LIKE flights)",
        copy("\"stg\" (\"tail\", \"dep\")", manifest));
    assertThat(client.value("SELECT pg_last_copy_count()")).isEqualTo("3");
    client.run(
        "DELETE FROM flights USING stg WHERE flights.tail = stg.tail",
        "INSERT INTO flights (tail, dep) SELECT tail, dep FROM stg");
    try (Client other = Client.of(standIn)) {
      client.connection().commit();
      assertThat(other.rows("SELECT tail, dep FROM flights ORDER BY tail"))
          .containsExactly(
              "N1|2013-02-01 00:00:00",
              "N2|2013-02-01 00:00:00",
              "N3|2013-02-01 00:00:00",
              "N9|2013-01-01 06:00:00");
    }
  }

  @Test
  void keepsEveryValueAsItWas() throws Exception {
    client.run(
        "CREATE TABLE typed (b BOOLEAN, s SMALLINT, i INTEGER, l BIGINT, r REAL, d DOUBLE"
            + " PRECISION, n DECIMAL(18,4), w DECIMAL(38,10), c VARCHAR(MAX), day DATE, t"
            + " TIMESTAMP, z TIMESTAMPTZ)");
    String manifest =
        bucket.staged(
            "typed",
            "SELECT true AS b, (-32768)::SMALLINT AS s, 2147483647::INTEGER AS i,"
                + " 9223372036854775807::BIGINT AS l, 0.1::FLOAT AS r, 0.1::DOUBLE AS d,"
                + " (-12345678901234.5678)::DECIMAL(18,4) AS n,"
                + " 1234567890123456789012345678.0123456789::DECIMAL(38,10) AS w, 'a \"b\", c'' \\"
                + " ' || chr(10) || chr(13) || 'é' AS c, DATE '1969-12-31' AS day, TIMESTAMP"
                + " '2013-01-01 05:00:00.123456' AS t, epoch_ms(1357016400000)::TIMESTAMP AS z"
                + " UNION ALL SELECT null, null, null, null, null, null, null, null, null, null,"
                + " null, null");
    client.run(copy("typed", manifest));
    assertThat(
            client.rows(
                "SELECT b, s, i, l, r, d, n, w, c, day, t, z AT TIME ZONE 'UTC' FROM typed ORDER BY"
                    + " b"))
        .containsExactly(
            "t|-32768|2147483647|9223372036854775807|0.1|0.1|-12345678901234.5678"
                + "|1234567890123456789012345678.0123456789|a \"b\", c' \\ \n\ré|1969-12-31"
                + "|2013-01-01 05:00:00.123456|2013-01-01 05:00:00",
            "null|null|null|null|null|null|null|null|null|null|null|null");
  }

  @Test
  void readsAPointInTimeAsUtc() throws Exception {
    client.run(
        "CREATE TABLE instants (t TIMESTAMP, z TIMESTAMPTZ)", "SET TimeZone TO 'Asia/Tokyo'");
    String instant = "to_timestamp(1357016400.5)";
    client.run(
        copy(
            "instants",
            bucket.staged("instants", "SELECT " + instant + " AS t, " + instant + " AS z")));
    assertThat(client.rows("SELECT t, extract(epoch FROM z) FROM instants"))
        .containsExactly("2013-01-01 05:00:00.5|1357016400.500000");
  }

  @Test
  void tellsAnEmptyStringFromNull() throws Exception {
    client.run("CREATE TABLE blanks (id INTEGER, c VARCHAR(4))");
    String manifest =
        bucket.staged(
            "blanks",
            "SELECT * FROM (VALUES (1, ''), (2, NULL), (3, '\\N'), (4, ' '), (5, '\\.'), (6,"
                + " 'NULL')) v(id, c)");
    client.run(copy("blanks", manifest));
    assertThat(client.rows("SELECT id, c IS NULL, '<' || c || '>' FROM blanks ORDER BY id"))
        .containsExactly("1|f|<>", "2|t|null", "3|f|<\\N>", "4|f|< >", "5|f|<\\.>", "6|f|<NULL>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "NULL", "'\\.'", "'\\N'", "chr(10)"})
  void keepsALoneColumn(String value) throws Exception {
    client.run("DROP TABLE IF EXISTS lone", "CREATE TABLE lone (c VARCHAR(4))");
    client.run(
        copy("lone", bucket.staged("lone", "SELECT " + value + "::VARCHAR AS c FROM range(3)")));
    String match = value.equals("NULL") ? "c IS NULL" : "c = " + value;
    assertThat(client.value("SELECT count(*) FROM lone WHERE " + match)).isEqualTo("3");
  }

  @Test
  void mapsColumnsByPositionNotByName() throws Exception {
    client.run("CREATE TABLE pairs (a VARCHAR(4), b VARCHAR(4), c INTEGER)");
    String manifest = bucket.staged("pairs", "SELECT 'x' AS a, 'y' AS b");
    client.run(copy("pairs (b, a)", manifest));
    assertThat(client.rows("SELECT a, b, c FROM pairs")).containsExactly("y|x|null");
  }

  @Test
  void loadsSeveralFilesAndSkipsAnOptionalOneThatIsMissing() throws Exception {
    client.run("CREATE TABLE several (n BIGINT)");
    String manifest =
        bucket.manifest(
            "several.manifest",
            bucket.entry(bucket.parquet("one.parquet", "SELECT i FROM range(10) r(i)")),
            bucket.entry(bucket.parquet("two.parquet", "SELECT i FROM range(5) r(i)")),
            bucket.entry(bucket.parquet("none.parquet", "SELECT i FROM range(0) r(i)")),
            "{\"url\":\"s3://landing/missing.parquet\",\"mandatory\":false}");
    client.run(copy("several", manifest));
    assertThat(client.value("SELECT count(*), pg_last_copy_count() FROM several"))
        .isEqualTo("15|15");
  }

  @Test
  void readsFileAddresses() throws Exception {
    client.run("CREATE TABLE local (n BIGINT)");
    bucket.parquet("a [b]*.parquet", "SELECT 7::BIGINT AS n");
    Path file = bucket.folder().resolve("a [b]*.parquet");
    Path manifest = bucket.folder().resolve("local.manifest");
    Files.writeString(
        manifest,
        "{\"entries\":[" + Bucket.entry(file.toUri().toString(), Files.size(file)) + "]}");
    client.run(copy("local", manifest.toUri().toString()));
    assertThat(client.value("SELECT n FROM local")).isEqualTo("7");
  }

  @Test
  void acceptsDuplicatesDespiteThePrimaryKey() throws Exception {
    client.run("CREATE TABLE twice (n BIGINT PRIMARY KEY)");
    client.run(copy("twice", bucket.staged("twice", "SELECT 1::BIGINT AS n FROM range(2)")));
    assertThat(client.value("SELECT count(*) FROM twice")).isEqualTo("2");
  }

  @Test
  void countsBytesNotCharacters() throws Exception {
    client.run("CREATE TABLE narrow (c VARCHAR(10))");
    String fits = bucket.staged("fits", "SELECT 'ééééé' AS c");
    String tooLong = bucket.staged("long", "SELECT 'éééééé' AS c");
    client.run(copy("narrow", fits));
    client.connection().setAutoCommit(false);
    assertThatThrownBy(() -> client.run(copy("narrow", tooLong)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Spectrum Scan Error")
        .hasMessageContaining("code:      15001")
        .hasMessageContaining(
            "The length of the data column c is longer than the length defined in the table. Table:"
                + " 10, Data: 12");
    assertThatThrownBy(() -> client.value("SELECT 1"))
        .hasMessageContaining("transaction is aborted");
    client.connection().rollback();
    assertThat(client.value("SELECT count(*) FROM narrow")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BIGINT         | 1::INTEGER          | incompatible Parquet schema for column 'c'. Column type: BIGINT
          INTEGER        | 1::BIGINT           | incompatible Parquet schema
          VARCHAR(20)    | 1::INTEGER          | incompatible Parquet schema
          INTEGER        | chr(49)               | incompatible Parquet schema
          DECIMAL(10,2)  | 1.5::DECIMAL(10,3)  | incompatible Parquet schema
          DATE           | TIMESTAMP '2013-01-01' | incompatible Parquet schema
          SUPER          | {'a': 1}            | incompatible Parquet schema
          INTEGER        | 1, 2                | Unmatched number of columns between table and file. Table columns: 1, Data columns: 2
          INTEGER NOT NULL | NULL::INTEGER     | null value in column "c"
          """)
  void refusesAFileThatDoesNotFit(String type, String values, String message) throws Exception {
    client.run("DROP TABLE IF EXISTS misfit", "CREATE TABLE misfit (c " + type + ")");
    String manifest = bucket.staged("misfit", "SELECT " + values);
    assertThatThrownBy(() -> client.run(copy("misfit (c)", manifest)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(message);
    assertThat(client.value("SELECT count(*) FROM misfit")).isEqualTo("0");
  }

  @Test
  void refusesAnAbsentTableOrColumn() throws Exception {
    String manifest = bucket.staged("absent", "SELECT 1::BIGINT AS n");
    client.run("CREATE TABLE present (n BIGINT)");
    assertThatThrownBy(() -> client.run(copy("absent", manifest)))
        .hasMessageContaining("relation \"absent\" does not exist");
    assertThatThrownBy(() -> client.run(copy("present (m)", manifest)))
        .hasMessageContaining("column \"m\" of relation \"present\" does not exist");
  }

  @Test
  void refusesAMissingManifest() throws Exception {
    client.run("CREATE TABLE unmanifested (n BIGINT)");
    assertThatThrownBy(() -> client.run(copy("unmanifested", "s3://landing/no.manifest")))
        .hasMessageContaining("specified key does not exist")
        .hasMessageContaining("s3://landing/no.manifest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"url":"s3://landing/gone.parquet","mandatory":true} | gone.parquet
          {"url":"s3://landing/here.parquet","meta":{"content_length":1}} | content_length of s3://landing/here.parquet is 1, the file has
          {"url":"s3://landing/here.parquet"} | content_length
          {"mandatory":true} | no "url"
          {"url":"s3://landing/../../here.parquet"} | leads out of its bucket
          {"url":"s3a://landing/here.parquet"} | reads s3://bucket/key
          {"url":"s3://landing/text.parquet","meta":{"content_length":4}} | not a readable Parquet file
          not json | Problem reading manifest file
          """)
  void refusesAManifestThatIsNotTrue(String entry, String message) throws Exception {
    client.run("CREATE TABLE IF NOT EXISTS untrue (n BIGINT)");
    bucket.parquet("here.parquet", "SELECT 1::BIGINT AS n");
    Files.writeString(bucket.folder().resolve("text.parquet"), "text");
    String manifest = bucket.manifest("untrue.manifest", entry);
    assertThatThrownBy(() -> client.run(copy("untrue", manifest)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(message);
  }

  @Test
  void abortsTheTransactionOnACopyItDoesNotUnderstand() throws Exception {
    client.connection().setAutoCommit(false);
    assertThatThrownBy(() -> client.run("COPY t FROM 's3://landing/x' FORMAT AS CSV"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
        .hasMessageContaining("only takes a COPY with IAM_ROLE");
    assertThatThrownBy(() -> client.value("SELECT 1"))
        .hasMessageContaining("transaction is aborted");
    client.connection().rollback();
    assertThat(client.value("SELECT 1")).isEqualTo("1");
  }

  @Test
  void undoesALoadOnRollback() throws Exception {
    client.run("CREATE TABLE undone (n BIGINT)");
    client.connection().setAutoCommit(false);
    client.run(copy("undone", bucket.staged("undone", "SELECT 1::BIGINT AS n")));
    assertThat(client.value("SELECT count(*) FROM undone")).isEqualTo("1");
    client.connection().rollback();
    assertThat(client.value("SELECT count(*) FROM undone")).isEqualTo("0");
  }

  @Test
  void loadsThroughAPreparedStatementRunOften() throws Exception {
    client.run("CREATE TABLE prepared (n BIGINT)");
    String manifest = bucket.staged("prepared", "SELECT 1::BIGINT AS n");
    try (PreparedStatement copy =
        client.connection().prepareStatement(copy("prepared", manifest))) {
      for (int i = 0; i < 8; i++) {
        copy.execute();
      }
    }
    assertThat(client.value("SELECT count(*) FROM prepared")).isEqualTo("8");
  }

  @Test
  void leavesNoFileOfALoadBehind() throws Exception {
    client.run("CREATE TABLE tidy (n BIGINT)");
    client.run(copy("tidy", bucket.staged("tidy", "SELECT 1::BIGINT AS n")));
    assertThatThrownBy(() -> client.run(copy("tidy", bucket.staged("untidy", "SELECT 'x' AS n"))));
    try (var files = Files.walk(standIn.folder())) {
      assertThat(files.filter(file -> file.toString().endsWith(".csv"))).isEmpty();
    }
  }

  @Test
  void takesSeveralStatementsInOneText() throws Exception {
    String manifest = bucket.staged("many", "SELECT 1::BIGINT AS n");
    client.run(
        "CREATE TABLE many (n BIGINT); "
            + copy("many", manifest)
            + "; "
            + copy("many", manifest)
            + ";");
    assertThat(client.value("SELECT count(*), pg_last_copy_count() FROM many")).isEqualTo("2|1");
  }

  @Test
  void needsTheRightToWrite() throws Exception {
    client.run("CREATE TABLE guarded (n BIGINT)", "CREATE USER reader PASSWORD 'secret'");
    String manifest = bucket.staged("guarded", "SELECT 1::BIGINT AS n");
    client.run("GRANT reader TO awsuser", "SET ROLE reader");
    assertThatThrownBy(() -> client.run(copy("public.guarded", manifest)))
        .hasMessageContaining("permission denied for relation guarded");
    client.run("RESET ROLE");
  }

  @Test
  void countsNothingBeforeTheFirstCopyOfASession() throws Exception {
    assertThat(client.value("SELECT pg_last_copy_count()")).isEqualTo("0");
  }
}
