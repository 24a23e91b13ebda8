package dev.redline.etl.login;

/** A database user and the password that is good now. Never shows the password. */
public record Credentials(String user, String password) {
  @Override
  public String toString() {
    return user;
  }
}
