package dev.redline.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    client.run("DROP TABLE IF EXISTS t", "CREATE TABLE t (n BIGINT)");
    client.connection().setAutoCommit(false);
  }

  @AfterEach
  void isOver() throws SQLException {
    client.close();
    assertThat(standIn.faults().areOver()).isTrue();
  }

  @Test
  void cutsBeforeTheCommit() throws SQLException {
    client.run("INSERT INTO t VALUES (1)");
    standIn.faults().cutBefore("commit");
    assertThatThrownBy(() -> client.connection().commit()).isInstanceOf(SQLException.class);
    assertThat(countSeenByAnother()).isEqualTo("0");
  }

  @Test
  void cutsAfterTheCommit() throws SQLException {
    client.run("INSERT INTO t VALUES (1)");
    standIn.faults().cutAfter("COMMIT");
    assertThatThrownBy(() -> client.connection().commit()).isInstanceOf(SQLException.class);
    assertThat(countSeenByAnother()).isEqualTo("1");
  }

  @Test
  void meetsAStatementThatWasPreparedBefore() throws SQLException {
    for (int i = 0; i < 12; i++) {
      client.run("INSERT INTO t VALUES (1)");
      client.connection().commit();
    }
    client.run("INSERT INTO t VALUES (1)");
    standIn.faults().cutBefore("COMMIT");
    assertThatThrownBy(() -> client.connection().commit()).isInstanceOf(SQLException.class);
    assertThat(countSeenByAnother()).isEqualTo("12");
  }

  @Test
  void failsAsRedshiftDoesWhenTransactionsCross() throws SQLException {
    client.run("INSERT INTO t VALUES (1)");
    standIn.faults().failSerialization("COMMIT");
    assertThatThrownBy(() -> client.connection().commit())
        .hasMessageContaining("1023")
        .hasMessageContaining("Serializable isolation violation on table");
    standIn.faults().failConcurrency("INSERT");
    client.connection().rollback();
    assertThatThrownBy(() -> client.run("INSERT INTO t VALUES (1)"))
        .hasMessageContaining("conflict with concurrent transaction");
    client.connection().rollback();
    assertThat(countSeenByAnother()).isEqualTo("0");
  }

  @Test
  void failsAsTheScannerDoes() throws Exception {
    String manifest = bucket.staged("one", "SELECT 1::BIGINT AS n");
    standIn.faults().failSpectrum("COPY", "Forbidden: HTTP response error code: 403");
    assertThatThrownBy(() -> client.run(Bucket.copy("t", manifest)))
        .hasMessageContaining("Spectrum Scan Error")
        .hasMessageContaining("dory_util.cpp")
        .hasMessageContaining("403");
    client.connection().rollback();
    client.run(Bucket.copy("t", manifest));
    assertThat(client.value("SELECT count(*) FROM t")).isEqualTo("1");
  }

  @Test
  void copiesSlowly() throws Exception {
    String manifest = bucket.staged("slow", "SELECT 1::BIGINT AS n");
    standIn.faults().slowCopy(Duration.ofMillis(700));
    long start = System.nanoTime();
    client.run(Bucket.copy("t", manifest));
    // The server sleeps by another clock than this one.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(600));
  }

  @Test
  void holdsAStatementUntilItIsReleased() throws Exception {
    Hold before = standIn.faults().holdBefore("INSERT INTO t");
    Hold after = standIn.faults().holdAfter("COMMIT");
    CompletableFuture<Void> work =
        CompletableFuture.runAsync(
            () -> {
              try {
                client.run("INSERT INTO t VALUES (1)");
                client.connection().commit();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    before.await(PATIENCE);
    assertThat(countSeenByAnother()).isEqualTo("0");
    before.release();
    after.await(PATIENCE);
    assertThat(countSeenByAnother()).isEqualTo("1");
    assertThat(work).isNotDone();
    after.release();
    work.get(2, TimeUnit.MINUTES);
  }

  @Test
  void truncateCommits() throws SQLException {
    client.run("INSERT INTO t VALUES (1)");
    client.connection().commit();
    client.run("TRUNCATE t");
    assertThat(countSeenByAnother()).isEqualTo("0");
    client.connection().rollback();
    assertThat(client.value("SELECT count(*) FROM t")).isEqualTo("0");
    client.run("INSERT INTO t VALUES (2)", "TRUNCATE TABLE t", "INSERT INTO t VALUES (3)");
    client.connection().rollback();
    assertThat(client.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  /** Two transactions that each see none and each insert one: snapshot isolation lets them. */
  @Test
  void letsTwoTransactionsPassTheSameTest() throws SQLException {
    try (Client rival = Client.of(standIn)) {
      rival.connection().setAutoCommit(false);
      assertThat(client.value("SELECT count(*) FROM t")).isEqualTo("0");
      assertThat(rival.value("SELECT count(*) FROM t")).isEqualTo("0");
      client.run("INSERT INTO t VALUES (1)");
      rival.run("INSERT INTO t VALUES (1)");
      client.connection().commit();
      rival.connection().commit();
    }
    assertThat(countSeenByAnother()).isEqualTo("2");
  }

  private static String countSeenByAnother() throws SQLException {
    try (Client other = Client.of(standIn)) {
      return other.value("SELECT count(*) FROM t");
    }
  }
}
