package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.sandbox.redshift.Hold;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row counts of runs whose tasks and stages fail and are tried again, and of a driver killed. */
@Timeout(600)
class RetriedRunIT {
  private static final int ROWS = 5_000;
  private static final int KEYS = 1_000;
  private static final int REJECTED = 10;

  @TempDir static Path folder;
  private static RedshiftStandIn redshift;
  private static Path input;
  private final Map<String, String> before = new HashMap<>();

  /** Hears what the agent would hear. */
  public static final class Ear extends SparkListener {
    static final List<Map<String, Long>> ROWS_EVENTS = new CopyOnWriteArrayList<>();
    static final List<Integer> STAGE_ATTEMPTS = new CopyOnWriteArrayList<>();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
      STAGE_ATTEMPTS.add(event.stageInfo().attemptNumber());
    }

    @Override
    @SuppressWarnings("unchecked")
    public void onOtherEvent(SparkListenerEvent event) {
      try {
        ROWS_EVENTS.add(
            (Map<String, Long>) event.getClass().getMethod("redlineRows").invoke(event));
      } catch (ReflectiveOperationException e) {
        // Another event.
        return;
      }
    }
  }

  @BeforeAll
  static void start() throws IOException {
    redshift = RedshiftStandIn.start();
    input = Files.createDirectory(folder.resolve("in"));
    for (int file = 0; file < 4; file++) {
      List<String> lines = new ArrayList<>(List.of("part,day,price,stock"));
      for (int row = file; row < ROWS; row += 4) {
        lines.add("%d,2024-01-%02d,1.00,%d".formatted(row % KEYS, 1 + row / KEYS, row % 100));
      }
      lines.addAll(
          file == 0 ? java.util.Collections.nCopies(REJECTED, "1,nonsense,1.00,1") : List.of());
      Files.write(input.resolve(file + ".csv"), lines);
    }
  }

  @AfterAll
  static void stop() {
    redshift.close();
  }

  @BeforeEach
  void configure() throws SQLException {
    set("spark.master", "local[2,4]");
    set("spark.ui.enabled", "false");
    set("spark.sql.shuffle.partitions", "4");
    set("spark.extraListeners", Ear.class.getName());
    Ear.ROWS_EVENTS.clear();
    Ear.STAGE_ATTEMPTS.clear();
    run("DROP TABLE IF EXISTS parts", "DROP TABLE IF EXISTS redline_load_audit");
  }

  @AfterEach
  void restore() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"locator", "window", "max-by"})
  void countsExactlyWhateverIsTriedAgain(String algorithm) throws Exception {
    set("spark.shuffle.manager", FlakyShuffle.class.getName());
    set("spark.sql.parquet.output.committer.class", FlakyCommitter.class.getName());
    FlakyShuffle.FAILED.clear();
    FlakyCommitter.FAILURES.set(0);

    RunResult result = load(spec(algorithm));

    assertThat(FlakyCommitter.FAILURES).hasPositiveValue();
    assertThat(FlakyShuffle.FAILED).isNotEmpty();
    assertThat(Ear.STAGE_ATTEMPTS).anyMatch(attempt -> attempt > 0);
    assertThat(result.load().rawRows()).isEqualTo(ROWS + REJECTED);
    assertThat(result.load().rejectedRows()).isEqualTo(REJECTED);
    assertThat(result.load().duplicateRows()).isEqualTo(ROWS - KEYS);
    assertThat(result.load().copiedRows()).isEqualTo(KEYS);
    assertThat(rows("SELECT count(*), count(DISTINCT part_no), min(day) FROM parts"))
        .containsExactly("1000|1000|2024-01-05");
    assertThat(
            rows(
                "SELECT rows_raw, rows_rejected, rows_duplicate, rows_copied FROM"
                    + " redline_load_audit"))
        .containsExactly("5010|10|4000|1000");
    assertThat(Ear.ROWS_EVENTS)
        .containsExactly(
            Map.of("raw", 5_010L, "rejected", 10L, "duplicates", 4_000L, "loaded", 1_000L));
  }

  @Test
  void aKilledJobIsMadeGoodByItsRerun() throws Exception {
    Path spec = spec("locator");
    Hold hold = redshift.faults().holdBefore("COMMIT");
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of(System.getProperty("redline.spark-jvm-options").split(" ")));
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-cp",
            System.getProperty("java.class.path"),
            EtlJob.class.getName(),
            "--spec",
            spec.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("REDSHIFT_PASSWORD", redshift.password());
    Process driver =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.log").toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(4))
          .failFast(() -> assertThat(driver.isAlive()).as(() -> log("killed.log")).isTrue())
          .until(hold::isReached);
      assertThat(driver.destroyForcibly().waitFor()).isEqualTo(137);
    } finally {
      driver.destroyForcibly();
      hold.cut();
    }
    assertThat(staged()).isNotEmpty();
    assertThat(rows("SELECT count(*) FROM parts")).containsExactly("0");

    RunResult rerun = load(spec);

    assertThat(rerun.status()).isEqualTo(RunResult.Status.LOADED);
    assertThat(rows("SELECT count(*) FROM parts")).containsExactly("1000");
    assertThat(rows("SELECT count(*) FROM redline_load_audit")).containsExactly("1");
    assertThat(staged()).isEmpty();
    assertThat(Files.readString(folder.resolve("killed.log"))).doesNotContain(redshift.password());
  }

  @Test
  void refusesFoldersItCannotWriteBeforeAnyWork() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    Path spec =
        Files.writeString(
            folder.resolve("unwritable.json"),
            Files.readString(spec("locator"))
                .replace(folder + "/work/staging", folder + "/file/staging"));

    assertThatThrownBy(() -> load(spec))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("staging cannot be written at file:" + folder + "/file/staging")
        .hasMessageContaining("create the bucket");
    assertThat(Ear.STAGE_ATTEMPTS).isEmpty();
    assertThat(rows("SELECT count(*) FROM svv_columns WHERE table_name = 'parts'"))
        .containsExactly("0");
  }

  private static RunResult load(Path spec) throws Exception {
    return EtlJob.run(
        List.of("--spec", spec.toString()), Map.of("REDSHIFT_PASSWORD", redshift.password()));
  }

  private static Path spec(String algorithm) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "spec", ".json"),
        SampleSpec.parts(input.toString(), folder + "/work")
            .replace("jdbc:redshift://localhost:5439/dev", redshift.jdbcUrl())
            .replace("\"user\": \"loader\"", "\"user\": \"" + redshift.user() + "\"")
            .replace(
                "\"key\": [\"part\"]",
                "\"dedupe\": {\"algorithm\": \"" + algorithm + "\"},\n  \"key\": [\"part\"]"));
  }

  private void set(String key, String value) {
    String old = System.getProperty(key);
    if (!before.containsKey(key)) {
      before.put(key, old);
    }
    System.setProperty(key, value);
  }

  private static String log(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("work/staging"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void run(String... statements) throws SQLException {
    Tables.run(redshift, statements);
  }

  private static List<String> rows(String query) throws SQLException {
    return Tables.rows(redshift, query);
  }
}
