package dev.redline.etl.load;

import com.amazon.redshift.Driver;
import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** Opens connections for one job. Holds the password and never shows it. */
public final class Redshift {
  private final JobSpec.Warehouse warehouse;
  private final String password;

  private Redshift(JobSpec.Warehouse warehouse, String password) {
    this.warehouse = warehouse;
    this.password = password;
  }

  /**
   * Takes the password from the environment.
   *
   * @throws InputError when the variable is not set
   */
  public static Redshift of(JobSpec.Warehouse warehouse, Map<String, String> environment) {
    String password = environment.get(warehouse.passwordEnv());
    if (password == null) {
      throw new InputError(
          "connection.passwordEnv names the environment variable "
              + warehouse.passwordEnv()
              + ", which is not set: export it for the driver");
    }
    return new Redshift(warehouse, password);
  }

  /** A new connection with autocommit on. */
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", warehouse.user());
    properties.setProperty("password", password);
    // DriverManager would look for the driver with the wrong class loader under spark-submit.
    Connection connection = new Driver().connect(warehouse.url(), properties);
    if (connection == null) {
      throw new SQLException("the Redshift driver does not know " + this);
    }
    return connection;
  }

  /** The address without its query, which may carry secrets. */
  @Override
  public String toString() {
    return warehouse.user() + "@" + warehouse.url().replaceAll("[?;].*", "");
  }
}
