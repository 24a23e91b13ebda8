package dev.redline.sandbox.dataset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes one file out of a tar archive. */
final class TarEntry {
  private static final int BLOCK_BYTES = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_BYTES = 12;

  private TarEntry() {}

  static void extract(InputStream tar, String name, Path target) throws IOException {
    byte[] header = tar.readNBytes(BLOCK_BYTES);
    while (header.length == BLOCK_BYTES && header[0] != 0) {
      long size = Long.parseLong(text(header, SIZE_OFFSET, SIZE_BYTES), 8);
      if (text(header, 0, NAME_BYTES).equals(name)) {
        copy(tar, size, target);
        return;
      }
      tar.skipNBytes((size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES);
      header = tar.readNBytes(BLOCK_BYTES);
    }
    throw new IOException("the archive holds no " + name);
  }

  private static void copy(InputStream tar, long size, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int read = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException("the archive ends early");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private static String text(byte[] header, int offset, int length) {
    String text = new String(header, offset, length, US_ASCII);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }
}
