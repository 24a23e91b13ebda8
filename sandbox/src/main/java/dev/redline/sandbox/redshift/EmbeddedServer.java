package dev.redline.sandbox.redshift;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL behind the proxy, with the database, the user and the functions of the stand-in.
 */
final class EmbeddedServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres postgres;
  private final Login login;

  private EmbeddedServer(EmbeddedPostgres postgres, Login login) {
    this.postgres = postgres;
    this.login = login;
  }

  static EmbeddedServer start(Path folder, Login login) throws IOException {
    Path passwordFile = Files.writeString(folder.resolve("superuser"), login.password());
    EmbeddedServer server = new EmbeddedServer(started(folder, passwordFile, login), login);
    try {
      server.prepare(login);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  int port() {
    return postgres.getPort();
  }

  /** Fills the load-error tables, outside the transaction that failed. */
  void recordLoadErrors(int session, String errors) {
    try (Connection connection = connect(login.database(), login);
        PreparedStatement insert =
            connection.prepareStatement("CALL redshift_stand_in.record_load_errors(?, ?::jsonb)")) {
      insert.setInt(1, session);
      insert.setString(2, errors);
      insert.execute();
    } catch (SQLException e) {
      LOG.warn("The load errors of a COPY were not recorded", e);
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      LOG.warn("PostgreSQL did not stop cleanly", e);
    }
  }

  private static EmbeddedPostgres started(Path folder, Path passwordFile, Login login)
      throws IOException {
    try {
      return builder(folder, passwordFile, login).start();
    } catch (IllegalStateException e) {
      throw new IOException(
          e.getMessage()
              + "; PostgreSQL runs as root only where user namespaces are allowed (unshare -U):"
              + " otherwise run as another user",
          e);
    }
  }

  /** Without passwords, anybody on this machine could run commands through a superuser's COPY. */
  private static EmbeddedPostgres.Builder builder(Path folder, Path passwordFile, Login login)
      throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setOverrideWorkingDirectory(binaries().toFile())
        .setRegisterShutdownHook(false)
        .setLocaleConfig("auth-host", "md5")
        .setLocaleConfig("auth-local", "md5")
        .setLocaleConfig("pwfile", passwordFile.toString())
        .setLocaleConfig("locale", "C")
        .setConnectConfig("password", login.password())
        .setServerConfig("fsync", "off")
        .setServerConfig("full_page_writes", "off");
  }

  /** Kept between runs, so that only the first start unpacks them; nobody else may write there. */
  private static Path binaries() throws IOException {
    Path folder =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "redline-postgres-" + System.getProperty("user.name"));
    Files.createDirectories(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    return folder.resolve("binaries");
  }

  private void prepare(Login login) throws IOException {
    try {
      try (Connection template = connect("template1", login)) {
        run(template, "ALTER DATABASE postgres RENAME TO " + SqlText.identifier(login.database()));
      }
      try (Connection connection = connect(login.database(), login)) {
        run(connection, resource("stand-in.sql"));
        run(connection, userAndDatabase(login));
      }
    } catch (SQLException e) {
      throw new IOException("the stand-in's database could not be prepared: " + e.getMessage(), e);
    }
  }

  private static String userAndDatabase(Login login) {
    String user = SqlText.identifier(login.user());
    String database = SqlText.identifier(login.database());
    return """
    CREATE ROLE %1$s LOGIN CREATEROLE PASSWORD %3$s;
    ALTER DATABASE %2$s OWNER TO %1$s;
    ALTER SCHEMA public OWNER TO %1$s;
    ALTER DATABASE %2$s SET default_transaction_isolation TO 'repeatable read';
    """
        .formatted(user, database, SqlText.literal(login.password()));
  }

  private Connection connect(String database, Login login) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", login.password());
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = EmbeddedServer.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException(name + " is missing beside " + EmbeddedServer.class.getName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
