package dev.redline.replay;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.ning.compress.lzf.LZFInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4BlockInputStream;
import org.xerial.snappy.SnappyInputStream;

/**
 * How a log is compressed, told from its first bytes: Spark's four codecs
 * (spark.eventLog.compression.codec) and gzip. Names are not looked at, since logs get renamed.
 */
enum Codec {
  GZIP(0x1f, 0x8b) {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new GZIPInputStream(in, BUFFER);
    }
  },
  ZSTD(0x28, 0xb5, 0x2f, 0xfd) {
    @Override
    InputStream open(InputStream in) throws IOException {
      // A log that is still written ends in the middle of a frame.
      return new ZstdInputStreamNoFinalizer(in).setContinuous(true);
    }
  },
  LZ4('L', 'Z', '4', 'B', 'l', 'o', 'c', 'k') {
    @Override
    InputStream open(InputStream in) {
      return LZ4BlockInputStream.newBuilder().withStopOnEmptyBlock(false).build(in);
    }
  },
  LZF('Z', 'V') {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new LZFInputStream(in);
    }
  },
  SNAPPY(0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0) {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new SnappyInputStream(in);
    }
  },
  NONE() {
    @Override
    InputStream open(InputStream in) {
      return in;
    }
  };

  private static final int BUFFER = 64 * 1024;
  private static final int LONGEST_MAGIC = 8;

  private final byte[] magic;

  Codec(int... magic) {
    this.magic = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      this.magic[i] = (byte) magic[i];
    }
  }

  abstract InputStream open(InputStream in) throws IOException;

  /** The content of a stream, whatever it was compressed with. */
  static InputStream uncompressed(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
    in.mark(LONGEST_MAGIC);
    byte[] head = in.readNBytes(LONGEST_MAGIC);
    in.reset();
    for (Codec codec : values()) {
      if (head.length >= codec.magic.length
          && Arrays.equals(head, 0, codec.magic.length, codec.magic, 0, codec.magic.length)) {
        return codec.open(in);
      }
    }
    return in;
  }
}
