package dev.redline.etl.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.CapacityByteArrayOutputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;

/**
 * The newest rows of keys as bytes that compress well: the packed numbers are taken apart again,
 * and each part is a column of differences to the entry before. Entries come in the order of their
 * places, and other parts tend to grow with the place.
 *
 * <p>A run is the number of entries, the number of rows they were found among, and the columns, all
 * of it in Parquet's own variable-length numbers.
 *
 * @param keyBits of the key's parts, most significant first
 * @param orderingBits of the ordering's parts, most significant first
 */
record RunCodec(int[] keyBits, int[] orderingBits) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_BYTES = 1 << 10;
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

  byte[] encode(Run run) throws IOException {
    try (var bytes =
        new CapacityByteArrayOutputStream(
            FIRST_BYTES, Integer.MAX_VALUE, HeapByteBufferAllocator.getInstance())) {
      BytesUtils.writeUnsignedVarInt(run.keys.length, bytes);
      BytesUtils.writeUnsignedVarLong(run.rows, bytes);
      encode(bytes, run.keys, keyBits);
      encode(bytes, run.orderings, orderingBits);
      encode(bytes, run.places, PLACE_BITS);
      return BytesInput.from(bytes).toByteArray();
    }
  }

  private static void encode(OutputStream bytes, long[] numbers, int[] bits) throws IOException {
    int shift = IntStream.of(bits).sum();
    for (int width : bits) {
      shift -= width;
      long mask = (1L << width) - 1;
      long last = 0;
      for (long number : numbers) {
        long value = number >>> shift & mask;
        BytesUtils.writeZigZagVarLong(value - last, bytes);
        last = value;
      }
    }
  }

  Run decode(byte[] encoded) throws IOException {
    InputStream bytes = ByteBufferInputStream.wrap(ByteBuffer.wrap(encoded));
    int size = BytesUtils.readUnsignedVarInt(bytes);
    long rows = BytesUtils.readUnsignedVarLong(bytes);
    long[] keys = decode(bytes, size, keyBits);
    long[] orderings = decode(bytes, size, orderingBits);
    return new Run(rows, keys, orderings, decode(bytes, size, PLACE_BITS));
  }

  private static long[] decode(InputStream bytes, int size, int[] bits) throws IOException {
    long[] numbers = new long[size];
    for (int width : bits) {
      long value = 0;
      for (int i = 0; i < size; i++) {
        value += BytesUtils.readZigZagVarLong(bytes);
        numbers[i] = numbers[i] << width | value;
      }
    }
    return numbers;
  }
}
