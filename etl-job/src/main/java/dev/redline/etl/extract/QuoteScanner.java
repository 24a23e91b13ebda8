package dev.redline.etl.extract;

import dev.redline.etl.JobSpec.CsvFormat;

/**
 * Says of a line of CSV whether a quoted field goes on in the next one. A quote opens a field only
 * at its start. Works on bytes of UTF-8: delimiter, quote and escape are ASCII. Not thread-safe.
 */
final class QuoteScanner {
  private final byte delimiter;
  private final byte quote;
  private final byte escape;

  private Place place = Place.START;

  /** How a record stands at the end of a line. */
  enum State {
    /** It is complete. */
    CLOSED,
    /** A quoted field goes on. */
    OPEN,
    /** Something follows a closing quote that is no delimiter: it closed the wrong field. */
    BROKEN
  }

  private enum Place {
    START,
    UNQUOTED,
    QUOTED,
    ESCAPED,
    AFTER_QUOTE
  }

  QuoteScanner(CsvFormat format) {
    this.delimiter = (byte) format.delimiter();
    this.quote = (byte) format.quote();
    this.escape = (byte) format.escape();
  }

  /** Scans the first line of a record. */
  State start(RawRecord line) {
    place = Place.START;
    return goOn(line);
  }

  /** Scans a further line of the record. */
  State goOn(RawRecord line) {
    int length = line.lengthBytes();
    for (int i = 0; i < length; i++) {
      byte at = line.bytes()[i];
      boolean isEnd = at == '\r' && i == length - 1;
      if (place == Place.AFTER_QUOTE && at != quote && at != delimiter && !isEnd) {
        return State.BROKEN;
      }
      place = after(at);
    }
    boolean isOpen = place == Place.QUOTED || place == Place.ESCAPED;
    place = isOpen ? Place.QUOTED : place;
    return isOpen ? State.OPEN : State.CLOSED;
  }

  private Place after(byte at) {
    return switch (place) {
      case ESCAPED -> Place.QUOTED;
      case QUOTED -> quoted(at);
      case AFTER_QUOTE -> at == quote ? Place.QUOTED : unquoted(at);
      case START -> at == quote ? Place.QUOTED : unquoted(at);
      case UNQUOTED -> unquoted(at);
    };
  }

  private Place quoted(byte at) {
    if (at == escape && escape != quote) {
      return Place.ESCAPED;
    }
    return at == quote ? Place.AFTER_QUOTE : Place.QUOTED;
  }

  private Place unquoted(byte at) {
    return at == delimiter ? Place.START : Place.UNQUOTED;
  }
}
