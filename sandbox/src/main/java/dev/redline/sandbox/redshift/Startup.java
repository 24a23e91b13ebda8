package dev.redline.sandbox.redshift;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The first packet of a connection, which has no type: a session to open, or one to cancel. */
record Startup(int code, byte[] body) {

  private static final int CANCEL = 80877102;
  private static final int SSL = 80877103;
  private static final int GSS = 80877104;

  /**
   * What PostgreSQL knows of what clients send. The rest is Redshift's own, such as driver_version,
   * os_version and client_protocol_version, and PostgreSQL ends a connection that sends it.
   */
  private static final Set<String> POSTGRESQL_TOO =
      Set.of(
          "user",
          "database",
          "options",
          "client_encoding",
          "DateStyle",
          "TimeZone",
          "extra_float_digits",
          "application_name",
          "search_path",
          "statement_timeout");

  /** Reads up to the packet that matters, declining encryption on the way. */
  static Startup read(DataInputStream in, DataOutputStream out) throws IOException {
    Startup startup = readPacket(in);
    while (startup.code == SSL || startup.code == GSS) {
      out.writeByte('N');
      out.flush();
      startup = readPacket(in);
    }
    return startup;
  }

  private static Startup readPacket(DataInputStream in) throws IOException {
    byte[] body = Message.readBody(in);
    if (body.length < Integer.BYTES) {
      throw new IOException(
          "a first packet of " + body.length + " bytes is not PostgreSQL's protocol");
    }
    return new Startup(ByteBuffer.wrap(body).getInt(), body);
  }

  boolean isCancel() {
    return code == CANCEL;
  }

  Startup withoutRedshiftParameters() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    kept.write(body, 0, Integer.BYTES);
    String text =
        new String(body, Integer.BYTES, body.length - Integer.BYTES, StandardCharsets.UTF_8);
    List<String> pairs = List.of(text.split("\0", -1));
    for (int i = 0; i + 1 < pairs.size() && !pairs.get(i).isEmpty(); i += 2) {
      if (POSTGRESQL_TOO.contains(pairs.get(i))) {
        kept.writeBytes(
            (pairs.get(i) + '\0' + pairs.get(i + 1) + '\0').getBytes(StandardCharsets.UTF_8));
      }
    }
    kept.write(0);
    return new Startup(code, kept.toByteArray());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
    out.flush();
  }
}
