package dev.redline.sandbox.redshift;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Who may connect to what. The password is new in each run. */
record Login(String user, String password, String database) {

  static Login random() {
    byte[] secret = new byte[12];
    new SecureRandom().nextBytes(secret);
    return new Login("awsuser", HexFormat.of().formatHex(secret), "dev");
  }
}
