package dev.redline.etl.transform;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bitmaps of {@value #SIZE} neighbouring stretches of the input, those without a bit left out.
 */
final class BitmapGroup {
  /** Bitmaps in a group: 1 MiB, 8,388,608 rows. */
  static final int SIZE = 256;

  private static final int END = -1;

  private final TreeMap<Integer, byte[]> bitmaps = new TreeMap<>();

  /** The group a bitmap belongs to. */
  static long of(long number) {
    return number / SIZE;
  }

  void put(long number, byte[] bitmap) {
    bitmaps.put((int) (number % SIZE), bitmap);
  }

  boolean contains(long place) {
    byte @Nullable [] bitmap = bitmaps.get((int) (Bitmap.numberOf(place) % SIZE));
    return bitmap != null && Bitmap.isSet(bitmap, place);
  }

  void write(DataOutputStream out) throws IOException {
    for (var entry : bitmaps.entrySet()) {
      out.writeInt(entry.getKey());
      out.writeInt(entry.getValue().length);
      out.write(entry.getValue());
    }
    out.writeInt(END);
  }

  static BitmapGroup read(DataInputStream in) throws IOException {
    BitmapGroup group = new BitmapGroup();
    for (int number = in.readInt(); number != END; number = in.readInt()) {
      byte[] bitmap = new byte[in.readInt()];
      in.readFully(bitmap);
      group.put(number, bitmap);
    }
    return group;
  }
}
