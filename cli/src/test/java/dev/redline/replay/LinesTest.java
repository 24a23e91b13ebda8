package dev.redline.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
  private final Random random = new Random(11);

  /** Gives its bytes in pieces of any size, as decompression does. */
  private InputStream inPieces(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII)) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, 1 + random.nextInt(50_000)));
      }
    };
  }

  private String line() {
    int length = random.nextInt(20) == 0 ? random.nextInt(600_000) : random.nextInt(3_000);
    return String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
  }

  @Test
  void givesEveryLineInOnePieceOrAsAStream() throws Exception {
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      wanted.add(line());
    }
    List<String> found = new ArrayList<>();
    int whole = 0;
    try (Lines lines = new Lines(inPieces(String.join("\n", wanted) + "\n"))) {
      while (lines.next()) {
        boolean isWhole = lines.isWhole();
        whole += isWhole ? 1 : 0;
        found.add(
            isWhole && random.nextBoolean()
                ? new String(lines.bytes(), lines.start(), lines.end() - lines.start(), US_ASCII)
                : new String(lines.readAllBytes(), US_ASCII));
      }
    }
    assertThat(found).isEqualTo(wanted);
    assertThat(whole).isBetween(280, 299);
  }

  @Test
  void passesOverWhatNobodyReads() throws Exception {
    String text = "a".repeat(300_000) + "\nbc\n" + "d".repeat(700_000) + "\ne";
    try (Lines lines = new Lines(inPieces(text))) {
      int count = 0;
      while (lines.next()) {
        count++;
        if (count % 2 == 0) {
          assertThat(lines.isWhole()).isTrue();
        }
      }
      assertThat(count).isEqualTo(4);
    }
  }

  @Test
  void aStreamThatBreaksIsOver() throws Exception {
    InputStream broken =
        new InputStream() {
          private boolean given;

          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            if (given) {
              throw new IOException("broken");
            }
            given = true;
            byte[] text = "one\ntw".getBytes(US_ASCII);
            System.arraycopy(text, 0, to, offset, text.length);
            return text.length;
          }
        };
    try (Lines lines = new Lines(broken)) {
      assertThat(lines.next()).isTrue();
      assertThat(lines.isWhole()).isTrue();
      assertThat(lines.next()).isTrue();
      assertThatThrownBy(lines::isWhole).isInstanceOf(IOException.class);
      assertThatThrownBy(lines::next).isInstanceOf(IOException.class);
    }
  }
}
