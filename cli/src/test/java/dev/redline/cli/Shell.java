package dev.redline.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Runs a command as a shell would, and keeps what it printed. */
record Shell(int exitCode, String out, String err) {

  static Shell run(String... args) {
    return runWith(new byte[0], args);
  }

  static Shell runWith(byte[] stdin, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Redline.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(stdin));
    try {
      return new Shell(command.execute(args), out.toString(), err.toString());
    } finally {
      System.setIn(before);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
