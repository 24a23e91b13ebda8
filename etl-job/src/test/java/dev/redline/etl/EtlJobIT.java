package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job; the tests are steps of one story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EtlJobIT extends JobRuns {
  private static final String COLUMNS =
      "tailnum, flight_date, time_hour, carrier, flight, origin, dest, sched_dep_time, dep_time,"
          + " dep_delay, arr_delay, air_time, distance";

  private static Path flights;

  @BeforeAll
  static void unzip() throws IOException {
    flights = Flights.unzip(folder);
  }

  @Test
  @Order(1)
  void loadsTheNewestFlightOfEachAircraft() throws Exception {
    RunResult result = loadFlights("first.json");

    assertThat(result.summary())
        .isEqualTo(
            "aircraft-last-seen: rows raw 336,776 = rejected 2,512 + duplicates 330,221 + loaded"
                + " 4,043 into public.aircraft_last_seen (loaded)");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("first.json").toFile());
    assertThat(json.at("/rows/raw").asLong()).isEqualTo(336_776);
    assertThat(json.at("/rows/rejected").asLong()).isEqualTo(2_512);
    assertThat(json.at("/rows/duplicates").asLong()).isEqualTo(330_221);
    assertThat(json.at("/rows/loaded").asLong()).isEqualTo(4_043);
    assertThat(json.at("/rejectedByReason/NULL_KEY").asLong()).isEqualTo(2_512);
    assertThat(json.at("/status").asText()).isEqualTo("LOADED");
    assertThat(json.at("/stagedFiles").asInt()).isPositive();
    assertThat(json.at("/stagedBytes").asLong()).isPositive();
  }

  @Test
  @Order(2)
  void holdsTheRowsAnIndependentEngineFinds() throws Exception {
    assertThat(table()).hasSize(4_043).containsExactlyElementsOf(newestByDuckDb());
  }

  @Test
  @Order(3)
  void keepsTheRejectedRowsWithTheirReason() throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      assertThat(
              rows(
                  duckdb,
                  "SELECT reason, columns, count(*), min(source) FROM read_json_auto('"
                      + folder
                      + "/work/rejects/*/*.json') GROUP BY ALL"))
          .containsExactly("NULL_KEY|tailnum|2512|file:" + flights);
      // The quarantine says where each row lies: its line is what the row says it is.
      List<String> places =
          rows(
              duckdb,
              "SELECT position, raw FROM read_json_auto('"
                  + folder
                  + "/work/rejects/*/*.json') WHERE raw LIKE '2013,%,NA,%'");
      assertThat(places).hasSize(2_512);
      try (RandomAccessFile csv = new RandomAccessFile(flights.toFile(), "r")) {
        for (String place : places.subList(0, 100)) {
          csv.seek(Long.parseLong(place.substring(0, place.indexOf('|'))));
          assertThat(csv.readLine()).isEqualTo(place.substring(place.indexOf('|') + 1));
        }
      }
    }
  }

  @Test
  @Order(4)
  void leavesNoStagingBehind() throws IOException {
    assertThat(stagedFiles()).isEmpty();
  }

  @Test
  @Order(5)
  void changesNothingWhenItIsRunAgain() throws Exception {
    List<String> before = table();

    RunResult again = loadFlights("second.json");

    assertThat(again.status()).isEqualTo(RunResult.Status.ALREADY_LOADED);
    assertThat(again.load().rawRows()).isEqualTo(336_776);
    assertThat(again.load().copiedRows()).isEqualTo(4_043);
    assertThat(table()).isEqualTo(before);
    assertThat(query("SELECT count(*) FROM redline_load_audit")).containsExactly("1");
  }

  @Test
  @Order(6)
  void neverReplacesNewerRowsWithOlderOnes() throws Exception {
    Path newer = csv("newer.csv", "A,2024-03-01,3.00,3", "B,2024-03-01,3.00,3", "D,,1.00,1");
    Path older =
        csv("older.csv", "A,2024-02-01,2.00,2", "B,2024-04-01,4.00,4", "C,,2.00,2", "D,,2.00,2");
    Path oldest = csv("oldest.csv", "A,,1.00,1", "B,,1.00,1");

    loadParts(newer);
    RunResult second = loadParts(older);
    RunResult third = loadParts(oldest);

    assertThat(query("SELECT part_no, day, price FROM parts ORDER BY 1"))
        .containsExactly("A|2024-03-01|3.00", "B|2024-04-01|4.00", "C|null|2.00", "D|null|2.00");
    assertThat(second.load().staleRows()).isEqualTo(1);
    assertThat(second.load().replacedRows()).isEqualTo(2);
    assertThat(second.load().insertedRows()).isEqualTo(3);
    assertThat(third.load().staleRows()).isEqualTo(2);
  }

  @Test
  @Order(7)
  void recordsARunThatFoundNothingToLoad() throws Exception {
    RunResult result = loadParts(csv("bad.csv", "NA,2024-01-01,1.00,1", "A,x,1.00,1"));

    assertThat(result.status()).isEqualTo(RunResult.Status.LOADED);
    assertThat(result.load().rejectedRows()).isEqualTo(2);
    assertThat(result.load().copiedRows()).isZero();
    assertThat(result.rejectedByReason()).isEqualTo(Map.of("NULL_KEY", 1L, "BAD_TIMESTAMP", 1L));
  }

  /** Redshift enforces no key: a table may hold one twice before the job comes. */
  @Test
  @Order(14)
  void healsAKeyThatTheTableHoldsTwice() throws Exception {
    update(
        "CREATE TABLE twice (part_no VARCHAR(4), day DATE, price DECIMAL(6,2), stock SMALLINT)",
        "INSERT INTO twice VALUES ('A', '2024-01-01', 1, 1), ('A', '2024-01-02', 2, 2),"
            + " ('B', '2024-05-01', 1, 1), ('B', '2024-01-01', 1, 1)");

    RunResult result =
        run(
            parts(
                csv("t.csv", "A,2024-03-01,3.00,3", "B,2024-03-01,3.00,3"),
                "\"table\": \"parts\"",
                "\"table\": \"twice\""));

    assertThat(query("SELECT part_no, day FROM twice ORDER BY 1, 2"))
        .containsExactly("A|2024-03-01", "B|2024-01-01", "B|2024-05-01");
    assertThat(result.load().replacedRows()).isEqualTo(2);
    assertThat(result.load().staleRows()).isEqualTo(1);
  }

  /** Whoever made the table may have asked for more than the spec does. */
  @Test
  @Order(14)
  void sendsRowsToTheQuarantineThatLackWhatTheTableMustHave() throws Exception {
    update(
        "CREATE TABLE strict (part_no VARCHAR(4) NOT NULL, day DATE,"
            + " price DECIMAL(6,2) DEFAULT 1 NOT NULL, stock SMALLINT)");

    RunResult result =
        run(
            parts(
                csv("strict.csv", "A,2024-03-01,3.00,3", "A,2024-04-01,,3", "B,2024-03-01,NA,"),
                "\"table\": \"parts\"",
                "\"table\": \"strict\""));

    assertThat(query("SELECT part_no, day, price FROM strict"))
        .containsExactly("A|2024-03-01|3.00");
    assertThat(result.rejectedByReason()).isEqualTo(Map.of("NULL_VALUE", 2L));
  }

  /** By number and size, as a multiple of the slices, whichever way the rows come. */
  @ParameterizedTest
  @CsvSource({"locator, 1, 60000", "max-by, 1, 60000", "window, 1, 60000", "window, 2, 30000"})
  @Order(15)
  void stagesFilesByNumberAndSize(String algorithm, int rowsPerKey, int keys) throws Exception {
    Path many = Files.write(folder.resolve("many.csv"), manyParts(60_000, rowsPerKey));
    Path spec =
        parts(
            many,
            "\"quality\"",
            "\"copyFiles\": {\"files\": 2, \"slices\": 3}, \"dedupe\": {\"algorithm\": \""
                + algorithm
                + "\"}, \"quality\"");
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("VARCHAR(4)", "VARCHAR(900)")
            .replace("\"table\": \"parts\"", "\"table\": \"many\"")
            .replace("\"name\": \"parts\"", "\"name\": \"" + algorithm + rowsPerKey + "\""));

    RunResult result = run(spec);

    assertThat(result.load().copiedRows()).isEqualTo(keys);
    assertThat(result.load().stagedBytes()).isGreaterThan(keys * 150L);
    assertThat(result.load().stagedFiles() % 3).isZero();
    assertThat(result.load().stagedFiles()).isBetween(3, 12);
  }

  /** Texts that no codec makes smaller; four tasks write them, a row group each. */
  private static List<String> manyParts(int rows, int rowsPerKey) {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>(List.of("part,day,price,stock"));
    for (int i = 0; i < rows / rowsPerKey; i++) {
      byte[] noise = new byte[150];
      random.nextBytes(noise);
      String line = i + Base64.getEncoder().encodeToString(noise) + ",2024-01-01,1.00,1";
      lines.addAll(Collections.nCopies(rowsPerKey, line));
    }
    return lines;
  }

  /** What a driver leaves that is killed between COMMIT and the removal of its files. */
  @Test
  @Order(16)
  void removesTheFilesOfAnEarlierAttemptWhenItFindsTheRunLoaded() throws Exception {
    Path input = csv("left.csv", "L,2024-03-01,3.00,3");
    RunResult first = loadParts(input);
    Path left =
        Files.createDirectories(folder.resolve("work/staging/" + first.runId() + "/local-0/copy"));
    Files.writeString(left.resolve("part-0.parquet"), "rows");

    assertThat(loadParts(input).status()).isEqualTo(RunResult.Status.ALREADY_LOADED);
    assertThat(folder.resolve("work/staging/" + first.runId())).doesNotExist();
  }

  private static RunResult loadFlights(String resultFile) throws Exception {
    return EtlJob.run(
        List.of(
            "--spec", SampleSpec.FILE.toString(),
            "--param", "input=" + flights,
            "--param", "work=" + folder.resolve("work"),
            "--param", "iamRole=arn:aws:iam::123456789012:role/copy",
            "--param", "jdbcUrl=" + redshift.jdbcUrl(),
            "--param", "user=" + redshift.user(),
            "--result", folder.resolve(resultFile).toString()),
        environment());
  }

  private static List<String> table() throws SQLException {
    // Sorted here: every database has an order of its own for text.
    return query("SELECT " + COLUMNS + " FROM aircraft_last_seen").stream().sorted().toList();
  }

  private static List<String> newestByDuckDb() throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
      return rows(
              duckdb,
              """
              SELECT tailnum, make_date(year, month, day), time_hour, carrier, flight, origin, dest,
                     sched_dep_time, dep_time, dep_delay, arr_delay, air_time, distance
              FROM read_csv('%s', nullstr = 'NA', timestampformat = '%%Y-%%m-%%dT%%H:%%M:%%SZ',
                            types = {'time_hour': 'TIMESTAMP'})
              WHERE tailnum IS NOT NULL
              QUALIFY row_number() OVER (PARTITION BY tailnum ORDER BY time_hour DESC,
                sched_dep_time DESC, dep_time DESC NULLS LAST, flight DESC) = 1
              """
                  .formatted(flights))
          .stream()
          .sorted()
          .toList();
    }
  }
}
