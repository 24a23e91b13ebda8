package dev.redline.replay;

import dev.redline.replay.Names.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Fields of an event as Spark writes nearly all of them, read straight from the bytes of its line:
 * several times faster than a parser that makes a token of everything, most of which is skipped.
 *
 * <p>It takes plain JSON only. Whatever it does not expect, be it an escape in a text that is
 * wanted, a letter beyond ASCII, a number that is no small whole one, deep nesting or no JSON at
 * all, is {@link Unusual}; a line of that kind is read again, by {@link StreamFields}. So it need
 * not be able to read everything, but must not misread anything. Not thread-safe.
 */
final class SliceFields implements Fields {
  private static final byte[] BEGIN = "{\"Event\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_DIGITS = 18;
  private static final int DEEPEST = 64;

  /** To be read in another way; nothing was told of the line yet. */
  static final class Unusual extends IOException {
    private static final Unusual IT = new Unusual();

    private Unusual() {
      super("not as Spark writes it");
    }

    /** Thrown for many lines of some logs, and nobody looks at where. */
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private final Names names = new Names();
  private @Nullable Name latest;
  private byte[] bytes = {};
  private int at;
  private int end;
  private int depth;

  /** Begins with a line and returns its event's name. */
  String begin(byte[] buffer, int from, int to) throws Unusual {
    bytes = buffer;
    at = from;
    end = to;
    depth = 0;
    for (byte expected : BEGIN) {
      expect(expected);
    }
    at--;
    latest = scan(null);
    return latest.text;
  }

  @Override
  public void each(Visitor visitor) throws IOException {
    if (peek() == '{') {
      at++;
      if (next() == '}') {
        at++;
      } else {
        members(visitor);
      }
    }
  }

  @Override
  public void rest(Visitor visitor) throws IOException {
    if (follows('}')) {
      members(visitor);
    }
  }

  private void members(Visitor visitor) throws IOException {
    do {
      if (next() != '"') {
        throw Unusual.IT;
      }
      String name = name();
      colon();
      int value = at;
      visitor.visit(name);
      if (at == value) {
        skipValue();
      }
    } while (follows('}'));
  }

  @Override
  public void elements(Element element) throws IOException {
    if (peek() != '[') {
      return;
    }
    at++;
    if (next() == ']') {
      at++;
      return;
    }
    do {
      next();
      int value = at;
      element.visit();
      if (at == value) {
        skipValue();
      }
    } while (follows(']'));
  }

  @Override
  public long number() throws IOException {
    int first = at;
    if (peek() == '"') {
      throw Unusual.IT;
    }
    boolean negative = peek() == '-';
    if (!negative && !isDigit(peek())) {
      return 0;
    }
    at += negative ? 1 : 0;
    int digits = at;
    long number = 0;
    while (at < end && isDigit(bytes[at])) {
      number = 10 * number + bytes[at] - '0';
      at++;
    }
    if (at - digits > MOST_DIGITS || !isWhole(digits)) {
      at = first;
      throw Unusual.IT;
    }
    return negative ? -number : number;
  }

  private boolean isWhole(int digits) throws Unusual {
    byte after = peek();
    return at > digits
        && (at == digits + 1 || bytes[digits] != '0')
        && after != '.'
        && after != 'e'
        && after != 'E';
  }

  @Override
  public String text() throws IOException {
    int first = at;
    switch (peek()) {
      case '"':
        return scan(null).text;
      case '{', '[':
        return "";
      default:
        skipValue();
        return bytes[first] == 'n' ? "" : ascii(first, at);
    }
  }

  /** The name of a member. */
  private String name() throws Unusual {
    Name guess = Names.guess(latest, bytes, at + 1, end);
    if (guess == null) {
      latest = scan(latest);
    } else {
      at = guess.end(at + 1);
      latest = guess;
    }
    return latest.text;
  }

  /** A text without escapes. */
  private Name scan(@Nullable Name before) throws Unusual {
    byte[] line = bytes;
    int from = at + 1;
    int hash = 0;
    int i = from;
    while (i < end && line[i] != '"') {
      // Also what is below 0: letters beyond ASCII.
      if (line[i] < ' ' || line[i] == '\\') {
        throw Unusual.IT;
      }
      hash = 31 * hash + line[i];
      i++;
    }
    at = i;
    expect('"');
    return names.of(before, line, from, i, hash);
  }

  private String ascii(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private void skipValue() throws Unusual {
    switch (peek()) {
      case '"' -> skipString();
      case '{' -> skipMembers();
      case '[' -> skipElements();
      case 't', 'f', 'n' -> skipLiteral();
      default -> skipNumber();
    }
  }

  private void skipString() throws Unusual {
    byte[] line = bytes;
    int i = at + 1;
    while (i < end && line[i] != '"') {
      if (line[i] < ' ') {
        throw Unusual.IT;
      }
      i += line[i] == '\\' ? escape(i) : 1;
    }
    at = i;
    expect('"');
  }

  /** How long an escape is. */
  private int escape(int i) throws Unusual {
    if (i + 1 < end && "\"\\/bfnrt".indexOf(bytes[i + 1]) >= 0) {
      return 2;
    }
    throw Unusual.IT;
  }

  private void skipMembers() throws Unusual {
    deeper();
    at++;
    if (next() == '}') {
      at++;
    } else {
      do {
        if (next() != '"') {
          throw Unusual.IT;
        }
        skipString();
        colon();
        skipValue();
      } while (follows('}'));
    }
    depth--;
  }

  private void skipElements() throws Unusual {
    deeper();
    at++;
    if (next() == ']') {
      at++;
    } else {
      do {
        next();
        skipValue();
      } while (follows(']'));
    }
    depth--;
  }

  private void deeper() throws Unusual {
    depth++;
    if (depth > DEEPEST) {
      throw Unusual.IT;
    }
  }

  private void skipLiteral() throws Unusual {
    byte[] literal = bytes[at] == 't' ? TRUE : bytes[at] == 'f' ? FALSE : NULL;
    for (byte expected : literal) {
      expect(expected);
    }
  }

  private void skipNumber() throws Unusual {
    int first = at;
    at += peek() == '-' ? 1 : 0;
    int digits = at;
    skipDigits();
    if (bytes[digits] == '0' && at > digits + 1) {
      throw Unusual.IT;
    }
    if (peek() == '.') {
      at++;
      skipDigits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      at += peek() == '-' || peek() == '+' ? 1 : 0;
      skipDigits();
    }
    if (at - first > 10 * MOST_DIGITS) {
      throw Unusual.IT;
    }
  }

  /** At least one. */
  private void skipDigits() throws Unusual {
    int first = at;
    while (at < end && isDigit(bytes[at])) {
      at++;
    }
    if (at == first) {
      throw Unusual.IT;
    }
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  private void colon() throws Unusual {
    next();
    expect(':');
    next();
  }

  /** Whether another one follows, past its comma; if not, past the closing bracket. */
  private boolean follows(char closing) throws Unusual {
    byte found = next();
    at++;
    if (found == ',') {
      next();
      return true;
    }
    if (found == closing) {
      return false;
    }
    throw Unusual.IT;
  }

  /** Goes past white space. */
  private byte next() throws Unusual {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return peek();
  }

  private byte peek() throws Unusual {
    if (at >= end) {
      throw Unusual.IT;
    }
    return bytes[at];
  }

  private void expect(int octet) throws Unusual {
    if (peek() != octet) {
      throw Unusual.IT;
    }
    at++;
  }
}
