package dev.redline.etl.load;

import com.amazon.redshift.Driver;
import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.login.CredentialSource;
import dev.redline.etl.login.Credentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Opens connections for one job, encrypted and with the server's name checked unless its address
 * says otherwise, which the spec allows on the loopback only. Never shows a secret.
 */
public final class Redshift {
  private static final String LOGIN_REFUSED = "28";
  private static final String LOGIN_SECONDS = "30";
  private static final Pattern SSL = Pattern.compile("(?i)[?&;]\\s*ssl\\s*=");
  private static final Pattern SSL_MODE = Pattern.compile("(?i)[?&;]\\s*sslmode\\s*=");
  private static final Pattern PLAIN = Pattern.compile("(?i)[?&;]\\s*ssl\\s*=\\s*false");

  private final String url;
  private final CredentialSource login;

  Redshift(String url, CredentialSource login) {
    this.url = url;
    this.login = login;
  }

  /**
   * Finds out how to log in.
   *
   * @throws InputError when the password's environment variable is not set
   */
  public static Redshift of(JobSpec.Warehouse warehouse, Map<String, String> environment) {
    return new Redshift(warehouse.url(), CredentialSource.of(warehouse.login(), environment));
  }

  /**
   * A new connection with autocommit on.
   *
   * @throws InputError when the credentials cannot be had or are refused
   */
  Connection connect() throws SQLException {
    Credentials credentials = login.current();
    try {
      // DriverManager would look for the driver with the wrong class loader under spark-submit.
      Connection connection = new Driver().connect(url, properties(credentials));
      if (connection == null) {
        throw new SQLException("the Redshift driver does not know " + this);
      }
      return connection;
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).startsWith(LOGIN_REFUSED)) {
        throw new InputError(
            this
                + " refuses user "
                + credentials.user()
                + ": "
                + e.getMessage()
                + "; correct connection in the spec, or the password",
            e);
      }
      throw e;
    }
  }

  Properties properties(Credentials credentials) {
    Properties properties = new Properties();
    properties.setProperty("user", credentials.user());
    properties.setProperty("password", credentials.password());
    properties.setProperty("ApplicationName", "redline-etl");
    properties.setProperty("loginTimeout", LOGIN_SECONDS);
    // What the address says wins over these; a host may have "ssl" in its name.
    if (!SSL.matcher(url).find()) {
      properties.setProperty("ssl", "true");
    }
    if (!SSL_MODE.matcher(url).find() && !PLAIN.matcher(url).find()) {
      properties.setProperty("sslmode", "verify-full");
    }
    return properties;
  }

  /** The address without its query. */
  @Override
  public String toString() {
    return url.replaceAll("[?;].*", "");
  }
}
