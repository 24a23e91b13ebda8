package dev.redline.etl.login;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec.Login;
import java.util.Map;

/** Where credentials come from. Asked anew for every connection, since some kinds expire. */
@FunctionalInterface
public interface CredentialSource {

  /**
   * The credentials of now; may call AWS, which takes a moment.
   *
   * @throws InputError when they cannot be had, with the remedy
   */
  Credentials current();

  /**
   * The source that a spec names.
   *
   * @param environment of the driver
   * @throws InputError when it names an environment variable that is not set
   */
  static CredentialSource of(Login login, Map<String, String> environment) {
    AwsCall aws = new AwsCall(environment);
    if (login instanceof Login.Password password) {
      return password(password, environment);
    } else if (login instanceof Login.Secret secret) {
      return new SecretsManager(secret, aws);
    } else if (login instanceof Login.Cluster cluster) {
      return new TemporaryCredentials.OfCluster(cluster, aws);
    } else if (login instanceof Login.Workgroup workgroup) {
      return new TemporaryCredentials.OfWorkgroup(workgroup, aws);
    }
    throw new IllegalArgumentException("no such login: " + login);
  }

  private static CredentialSource password(Login.Password login, Map<String, String> environment) {
    String password = environment.get(login.variable());
    if (password == null) {
      throw new InputError(
          "connection.passwordEnv names the environment variable "
              + login.variable()
              + ", which is not set: export it for the driver");
    }
    Credentials credentials = new Credentials(login.user(), password);
    return () -> credentials;
  }
}
