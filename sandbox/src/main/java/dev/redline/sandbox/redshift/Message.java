package dev.redline.sandbox.redshift;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A message of the PostgreSQL protocol, version 3, after the start of a session: <a
 * href="https://www.postgresql.org/docs/current/protocol-message-formats.html">formats</a>.
 *
 * @param type the letter that names it
 * @param body what follows the length
 */
record Message(char type, byte[] body) {

  static final char QUERY = 'Q';
  static final char PARSE = 'P';
  static final char BIND = 'B';
  static final char SYNC = 'S';
  static final char FUNCTION_CALL = 'F';
  static final char READY_FOR_QUERY = 'Z';

  /** PostgreSQL's own bound on a message. */
  private static final int MAX_BODY_BYTES = 1 << 30;

  static Message read(DataInputStream in) throws IOException {
    char type = (char) in.readUnsignedByte();
    return new Message(type, readBody(in));
  }

  /** A length that counts itself, and as many bytes. */
  static byte[] readBody(DataInputStream in) throws IOException {
    int length = in.readInt() - Integer.BYTES;
    if (length < 0 || length > MAX_BODY_BYTES) {
      throw new IOException("a message of " + length + " bytes is not PostgreSQL's protocol");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return body;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
  }

  /** Ends with a ReadyForQuery from the server. */
  boolean isAnsweredByReady() {
    return type == SYNC || type == QUERY || type == FUNCTION_CALL;
  }

  /** A Parse whose statement has a name, and so may be run again later. */
  boolean isNamedParse() {
    return type == PARSE && body.length > 0 && body[0] != 0;
  }

  static Message query(String sql) {
    return new Message(QUERY, (sql + '\0').getBytes(StandardCharsets.UTF_8));
  }

  /** The SQL text, of the messages that carry one. */
  Optional<String> sql() {
    return type == QUERY
        ? Optional.of(text(0))
        : type == PARSE ? Optional.of(text(endOfText(0) + 1)) : Optional.empty();
  }

  /** Of a Parse: the name of its statement, empty for the nameless one. */
  String statementName() {
    return text(0);
  }

  /** Of a Bind: the name of the statement that is to be run, empty for the nameless one. */
  String boundStatement() {
    return text(endOfText(0) + 1);
  }

  private String text(int start) {
    return new String(body, start, endOfText(start) - start, StandardCharsets.UTF_8);
  }

  /** This message with its SQL text changed; itself when it has none or the text stays. */
  Message withSql(UnaryOperator<String> rewrite) {
    if (type != QUERY && type != PARSE) {
      return this;
    }
    int start = type == PARSE ? endOfText(0) + 1 : 0;
    int end = endOfText(start);
    String sql = new String(body, start, end - start, StandardCharsets.UTF_8);
    String rewritten = rewrite.apply(sql);
    if (rewritten.equals(sql)) {
      return this;
    }
    byte[] text = rewritten.getBytes(StandardCharsets.UTF_8);
    ByteBuffer changed = ByteBuffer.allocate(start + text.length + body.length - end);
    changed.put(body, 0, start).put(text).put(body, end, body.length - end);
    return new Message(type, changed.array());
  }

  private int endOfText(int start) {
    int end = start;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    return end;
  }
}
