package dev.redline.replay;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.ning.compress.lzf.LZFInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4BlockInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.xerial.snappy.SnappyFramedInputStream;
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
  /** As the lz4 command writes it. */
  LZ4_FRAME(0x04, 0x22, 0x4d, 0x18) {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new LZ4FrameInputStream(in);
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
      return new PieceByPiece(new SnappyInputStream(in));
    }
  },
  /** As other tools than Spark write it. */
  SNAPPY_FRAMED(0xff, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P') {
    @Override
    InputStream open(InputStream in) throws IOException {
      return new SnappyFramedInputStream(in);
    }
  },
  NONE() {
    @Override
    InputStream open(InputStream in) {
      return in;
    }
  };

  /** Reads what is unpacked already before it unpacks more, so that damage there loses none. */
  private static final class PieceByPiece extends FilterInputStream {
    PieceByPiece(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return super.read(to, offset, Math.min(length, Math.max(1, available())));
    }
  }

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
