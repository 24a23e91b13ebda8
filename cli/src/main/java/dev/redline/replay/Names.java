package dev.redline.replay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings for bytes of ASCII, the same one for the same bytes as long as there is room: a log says
 * the same few hundred words over and over. Memory is bounded. Not thread-safe.
 */
final class Names {
  private static final int SLOTS = 1 << 12;
  private static final int MOST = SLOTS / 2;
  private static final int LONGEST = 80;

  private final byte[][] keys = new byte[SLOTS][];
  private final @Nullable String[] names = new String[SLOTS];
  private int count;

  /**
   * The string of bytes.
   *
   * @param hash of all bytes, by any function that is always the same
   */
  String of(byte[] bytes, int from, int to, int hash) {
    if (to - from > LONGEST) {
      return string(bytes, from, to);
    }
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (String name = names[slot]; name != null; name = names[slot]) {
      if (Arrays.equals(keys[slot], 0, keys[slot].length, bytes, from, to)) {
        return name;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    String name = string(bytes, from, to);
    if (count < MOST) {
      count++;
      keys[slot] = Arrays.copyOfRange(bytes, from, to);
      names[slot] = name;
    }
    return name;
  }

  private static String string(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }
}
