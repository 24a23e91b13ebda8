package dev.redline.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings for texts in quotes, of ASCII, the same string for the same text as long as there is
 * room: a log says the same few hundred words over and over, and mostly in the same order. Memory
 * is bounded. Not thread-safe.
 */
final class Names {
  private static final int SLOTS = 1 << 12;
  private static final int MOST = SLOTS / 2;
  private static final int LONGEST = 80;

  private final @Nullable Name[] slots = new Name[SLOTS];
  private int count;

  /** A text that was seen. */
  static final class Name {
    final String text;

    /** With the quote that closes it. */
    private final byte[] bytes;

    /** What came after it the last time. */
    private @Nullable Name next;

    private Name(byte[] bytes) {
      this.bytes = bytes;
      this.text = new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII);
    }

    /** Where the text ends, past its quote. */
    int end(int from) {
      return from + bytes.length;
    }

    private boolean isAt(byte[] text, int from, int limit) {
      int to = from + bytes.length;
      return to <= limit && Arrays.equals(bytes, 0, bytes.length, text, from, to);
    }
  }

  /** The one that came after another the last time, if it is there again. */
  static @Nullable Name guess(@Nullable Name before, byte[] text, int from, int limit) {
    Name guess = before == null ? null : before.next;
    return guess != null && guess.isAt(text, from, limit) ? guess : null;
  }

  /**
   * The text between two positions, the latter that of its closing quote.
   *
   * @param before what came before it, to be guessed from the next time
   * @param hash of all bytes of the text, by any function that is always the same
   */
  Name of(@Nullable Name before, byte[] text, int from, int to, int hash) {
    Name name = find(text, from, to, hash);
    if (before != null) {
      before.next = name;
    }
    return name;
  }

  private Name find(byte[] text, int from, int to, int hash) {
    if (to - from > LONGEST) {
      return new Name(Arrays.copyOfRange(text, from, to + 1));
    }
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (Name name = slots[slot]; name != null; name = slots[slot]) {
      if (name.bytes.length == to + 1 - from && name.isAt(text, from, to + 1)) {
        return name;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    Name name = new Name(Arrays.copyOfRange(text, from, to + 1));
    if (count < MOST) {
      count++;
      slots[slot] = name;
    }
    return name;
  }
}
