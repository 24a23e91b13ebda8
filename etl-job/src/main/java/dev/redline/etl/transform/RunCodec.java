package dev.redline.etl.transform;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The newest rows of keys as bytes that compress well: the packed numbers are taken apart again,
 * and each part is a column of differences to the entry before. Entries come in the order of their
 * places, and other parts tend to grow with the place.
 *
 * <p>A run is the number of entries, the number of rows they were found among, and the columns, all
 * of it in the variable-length format of Protocol Buffers.
 *
 * @param keyBits of the key's parts, most significant first
 * @param orderingBits of the ordering's parts, most significant first
 */
record RunCodec(int[] keyBits, int[] orderingBits) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MOST_BYTES = 10;
  private static final int[] PLACE_BITS = {Long.SIZE - 1};

  /**
   * A run.
   *
   * @param rows that its entries are the newest of
   */
  record Run(long rows, long[] keys, long[] orderings, long[] places) {}

  static RunCodec of(PackedColumns key, PackedColumns ordering) {
    return new RunCodec(key.bitsOfParts(), ordering.bitsOfParts());
  }

  byte[] encode(Run run) {
    Bytes bytes = new Bytes();
    bytes.put(run.keys.length);
    bytes.put(run.rows);
    encode(bytes, run.keys, keyBits);
    encode(bytes, run.orderings, orderingBits);
    encode(bytes, run.places, PLACE_BITS);
    return Arrays.copyOf(bytes.array, bytes.size);
  }

  private static void encode(Bytes bytes, long[] numbers, int[] bits) {
    int shift = IntStream.of(bits).sum();
    for (int width : bits) {
      shift -= width;
      long mask = (1L << width) - 1;
      long last = 0;
      for (long number : numbers) {
        long value = number >>> shift & mask;
        bytes.put(zigzag(value - last));
        last = value;
      }
    }
  }

  Run decode(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    int size = (int) get(bytes);
    long rows = get(bytes);
    long[] keys = decode(bytes, size, keyBits);
    long[] orderings = decode(bytes, size, orderingBits);
    return new Run(rows, keys, orderings, decode(bytes, size, PLACE_BITS));
  }

  private static long[] decode(ByteBuffer bytes, int size, int[] bits) {
    long[] numbers = new long[size];
    for (int width : bits) {
      long value = 0;
      for (int i = 0; i < size; i++) {
        value += unzigzag(get(bytes));
        numbers[i] = numbers[i] << width | value;
      }
    }
    return numbers;
  }

  private static long zigzag(long difference) {
    return difference << 1 ^ difference >> Long.SIZE - 1;
  }

  private static long unzigzag(long code) {
    return code >>> 1 ^ -(code & 1);
  }

  private static long get(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** Bytes that grow. */
  private static final class Bytes {
    private byte[] array = new byte[1 << 10];
    private int size;

    void put(long value) {
      if (array.length - size < MOST_BYTES) {
        array = Arrays.copyOf(array, 2 * array.length);
      }
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        array[size++] = (byte) (rest & 0x7F | 0x80);
        rest >>>= 7;
      }
      array[size++] = (byte) rest;
    }
  }
}
