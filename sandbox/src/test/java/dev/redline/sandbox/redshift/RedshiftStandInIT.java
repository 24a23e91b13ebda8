package dev.redline.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RedshiftStandInIT {

  private static RedshiftStandIn standIn;
  private Client client;

  @BeforeAll
  static void start() throws IOException {
    standIn = RedshiftStandIn.start();
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
  void looksLikeRedshiftToTheDriver() throws SQLException {
    assertThat(client.connection().getMetaData().getDatabaseProductName()).isEqualTo("Redshift");
    assertThat(client.value("SELECT current_user, current_database()")).isEqualTo("awsuser|dev");
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(standIn.jdbcUrl(), standIn.user(), "wrong").close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void createsARedshiftTable() throws SQLException {
    client.run(
        "CREATE TABLE \"Events\" (id BIGINT IDENTITY(1,1), k VARCHAR(MAX) ENCODE zstd DISTKEY,"
            + " at TIMESTAMP DEFAULT GETDATE(), payload SUPER, note VARCHAR(40) DEFAULT 'DISTKEY(k)',"
            + " PRIMARY KEY (k)) DISTSTYLE KEY COMPOUND SORTKEY (at, k)",
        "INSERT INTO events (k) VALUES ('a'), ('a')");
    assertThat(
            client.rows(
                "SELECT column_name, data_type, character_maximum_length, is_nullable FROM information_schema.columns"
                    + " WHERE table_name = 'events' ORDER BY ordinal_position"))
        .containsExactly(
            "id|bigint|null|NO",
            "k|character varying|65535|NO",
            "at|timestamp without time zone|null|YES",
            "payload|jsonb|null|YES",
            "note|character varying|40|YES");
    assertThat(client.rows("SELECT k, note FROM events"))
        .containsExactly("a|DISTKEY(k)", "a|DISTKEY(k)");
  }

  @Test
  void knowsRedshiftsClock() throws SQLException {
    assertThat(
            client.value(
                "SELECT abs(extract(epoch FROM GETDATE() - (now() AT TIME ZONE 'UTC'))) < 5,"
                    + " SYSDATE = now() AT TIME ZONE 'UTC', LEN('abc'), NVL(NULL, 'x')"))
        .isEqualTo("t|t|3|x");
  }

  @Test
  void bindsValuesOfEveryKind() throws SQLException {
    client.run("CREATE TABLE bound (n BIGINT, c VARCHAR(90), t TIMESTAMP)");
    try (PreparedStatement insert =
        client.connection().prepareStatement("INSERT INTO bound VALUES (?, ?, ?)")) {
      for (int i = 0; i < 10; i++) {
        insert.setLong(1, i);
        insert.setString(2, "'; COPY bound FROM 's3://b/k' DISTKEY -- é");
        insert.setTimestamp(3, Timestamp.valueOf("2013-01-01 05:00:00"));
        insert.addBatch();
      }
      insert.executeBatch();
      insert.setNull(1, Types.BIGINT);
      insert.setNull(2, Types.VARCHAR);
      insert.setNull(3, Types.TIMESTAMP);
      insert.execute();
    }
    assertThat(client.rows("SELECT count(*), c, t FROM bound GROUP BY c, t ORDER BY 1"))
        .containsExactly(
            "1|null|null", "10|'; COPY bound FROM 's3://b/k' DISTKEY -- é|2013-01-01 05:00:00");
  }

  @Test
  void takesTheSnapshotAfterTheLock() throws Exception {
    client.run("CREATE TABLE audit (run VARCHAR(9))");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Client rival = Client.of(standIn);
        Client watcher = Client.of(standIn)) {
      client.connection().setAutoCommit(false);
      rival.connection().setAutoCommit(false);
      client.run("LOCK TABLE audit", "INSERT INTO audit VALUES ('r1')");
      Future<String> seen =
          other.submit(
              () -> {
                rival.run("LOCK TABLE audit");
                return rival.value("SELECT count(*) FROM audit WHERE run = 'r1'");
              });
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> watcher.value("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("1"));
      client.connection().commit();
      assertThat(seen.get()).isEqualTo("1");
      rival.connection().rollback();
    } finally {
      other.shutdownNow();
    }
  }

  /** Why a load that asks its audit table without a lock is loaded twice. */
  @Test
  void letsTwoTransactionsCommitThatReadTheSameAndWriteDifferentRows() throws SQLException {
    client.run("CREATE TABLE skew (run VARCHAR(9))");
    try (Client rival = Client.of(standIn)) {
      for (Client one : List.of(client, rival)) {
        one.connection().setAutoCommit(false);
        assertThat(one.value("SELECT count(*) FROM skew WHERE run = 'r1'")).isEqualTo("0");
      }
      for (Client one : List.of(client, rival)) {
        one.run("INSERT INTO skew VALUES ('r1')");
      }
      client.connection().commit();
      rival.connection().commit();
    }
    assertThat(client.value("SELECT count(*) FROM skew WHERE run = 'r1'")).isEqualTo("2");
    client.connection().commit();
  }

  @Test
  void failsTheSecondOfTwoWritersOfARow() throws SQLException {
    client.run("CREATE TABLE won (n INT)", "INSERT INTO won VALUES (1)");
    try (Client rival = Client.of(standIn)) {
      client.connection().setAutoCommit(false);
      rival.connection().setAutoCommit(false);
      assertThat(rival.value("SELECT n FROM won")).isEqualTo("1");
      client.run("DELETE FROM won");
      client.connection().commit();
      assertThatThrownBy(() -> rival.run("DELETE FROM won"))
          .isInstanceOfSatisfying(
              SQLException.class, lost -> assertThat(lost.getSQLState()).isEqualTo("40001"));
      rival.connection().rollback();
    }
  }

  @Test
  void givesATransactionOneSnapshot() throws SQLException {
    client.run("CREATE TABLE seen (n INT)");
    try (Client writer = Client.of(standIn)) {
      client.connection().setAutoCommit(false);
      assertThat(client.value("SELECT count(*) FROM seen")).isEqualTo("0");
      writer.run("INSERT INTO seen VALUES (1)");
      assertThat(client.value("SELECT count(*) FROM seen")).isEqualTo("0");
      client.connection().commit();
      assertThat(client.value("SELECT count(*) FROM seen")).isEqualTo("1");
    }
  }

  @Test
  void serves20ClientsAtOnce() throws Exception {
    client.run("CREATE TABLE crowd (n INT)");
    ExecutorService pool = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String insert = "INSERT INTO crowd VALUES (" + i + ")";
        work.add(
            pool.submit(
                () -> {
                  try (Client one = Client.of(standIn)) {
                    one.run(insert);
                  }
                  return null;
                }));
      }
      for (Future<?> one : work) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(client.value("SELECT count(DISTINCT n) FROM crowd")).isEqualTo("20");
  }

  @Test
  void carriesLargeAnswers() throws SQLException {
    try (Statement statement = client.connection().createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT repeat('x', 1000) FROM generate_series(1, 20000)")) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(20_000);
    }
  }

  @Test
  void cancelsAStatement() throws Exception {
    try (Statement slow = client.connection().createStatement()) {
      slow.setQueryTimeout(1);
      assertThatThrownBy(() -> slow.execute("SELECT pg_sleep(50)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cancel");
    }
    assertThat(client.value("SELECT 1")).isEqualTo("1");
  }

  @Test
  void keepsTheConnectionAfterAnError() throws SQLException {
    Connection connection = client.connection();
    assertThatThrownBy(() -> client.run("SELECT nothing FROM nowhere"))
        .hasMessageContaining("relation \"nowhere\" does not exist");
    assertThat(connection.isValid(60)).isTrue();
  }
}
