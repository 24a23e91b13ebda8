package dev.redline.etl.extract;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.Compressor;
import org.apache.hadoop.io.compress.Decompressor;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .zst} with the zstd library that Spark brings. Hadoop's own codec needs a native
 * Hadoop, which few clusters have. Reading only.
 */
public final class ZstdCodec implements CompressionCodec {
  @Override
  public CompressionInputStream createInputStream(InputStream in) throws IOException {
    return new Decompressing(in);
  }

  @Override
  public CompressionInputStream createInputStream(
      InputStream in, @Nullable Decompressor decompressor) throws IOException {
    return createInputStream(in);
  }

  @Override
  public @Nullable Class<? extends Decompressor> getDecompressorType() {
    return null;
  }

  @Override
  public @Nullable Decompressor createDecompressor() {
    return null;
  }

  @Override
  public String getDefaultExtension() {
    return ".zst";
  }

  @Override
  public CompressionOutputStream createOutputStream(OutputStream out) {
    throw new UnsupportedOperationException("only reads");
  }

  @Override
  public CompressionOutputStream createOutputStream(
      OutputStream out, @Nullable Compressor compressor) {
    return createOutputStream(out);
  }

  @Override
  public @Nullable Class<? extends Compressor> getCompressorType() {
    return null;
  }

  @Override
  public @Nullable Compressor createCompressor() {
    return null;
  }

  private static final class Decompressing extends CompressionInputStream {
    private final InputStream plain;

    Decompressing(InputStream in) throws IOException {
      super(in);
      this.plain = new ZstdInputStreamNoFinalizer(in);
    }

    @Override
    public int read() throws IOException {
      return plain.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return plain.read(buffer, offset, length);
    }

    @Override
    public void resetState() {
      throw new UnsupportedOperationException("reads one file from its start");
    }

    @Override
    public void close() throws IOException {
      plain.close();
    }
  }
}
