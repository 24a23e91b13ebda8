package dev.redline.etl.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.storage.PinnedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private static List<String> lines(boolean header, Slice... slices) {
    List<String> lines = new ArrayList<>();
    try (LineReader reader =
        new LineReader(List.of(slices), new LineReader.Rules(header, ',', false), HADOOP)) {
      while (reader.hasNext()) {
        RawRecord record = reader.next();
        lines.add(
            record.position() + ":" + new String(record.bytes(), 0, record.lengthBytes(), UTF_8));
      }
    }
    return lines;
  }

  private Slice whole(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("f.csv"), text);
    return new Slice(file.toString(), 0, Files.size(file), true);
  }

  @Test
  void leavesOutTheHeaderBlankLinesAndAByteOrderMark() throws IOException {
    assertThat(lines(true, whole("\uFEFFa,b\r\n1,2\r\n \r\n\n3,4")))
        .containsExactly("8:1,2", "17:3,4");
    assertThat(lines(false, whole("\uFEFFa\nb\n"))).containsExactly("0:a", "5:b");
    assertThat(lines(true, whole(""))).isEmpty();
    assertThat(lines(true, whole("a,b"))).isEmpty();
    assertThat(lines(true, whole("\n\na,b\n1,2"))).containsExactly("6:1,2");
  }

  @Test
  void takesALineOfDelimitersForARecord() throws IOException {
    Slice tabs = whole("a\tb\n\t\n \n");
    List<String> lines = new ArrayList<>();
    LineReader.Rules rules = new LineReader.Rules(true, '\t', false);
    try (LineReader reader = new LineReader(List.of(tabs), rules, HADOOP)) {
      reader.forEachRemaining(line -> lines.add(line.position() + ":" + line.lengthBytes()));
    }
    assertThat(lines).containsExactly("4:1");
  }

  /** Wherever the cuts fall, also between CR and LF, each line is read once, at its place. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void readsEachLineOnceWhereverAFileIsCut(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("head\n");
    for (int i = 0; i < 40; i++) {
      text.append("x".repeat(random.nextInt(9)))
          .append(List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
    }
    Slice whole = whole(text.append("end").toString());
    List<String> expected = lines(true, whole);

    for (int cut = 1; cut < whole.lengthBytes(); cut++) {
      List<String> both = new ArrayList<>(lines(true, new Slice(whole.path(), 0, cut, false)));
      both.addAll(lines(true, new Slice(whole.path(), cut, whole.lengthBytes() - cut, false)));
      assertThat(both).as("cut at " + cut).isEqualTo(expected);
    }
  }

  @Test
  void cutsFilesInTheirOrderWhateverTheCluster() {
    long mega = 1L << 20;
    List<PinnedFile> files =
        List.of(
            new PinnedFile("a", 9 * mega, ""),
            new PinnedFile("b", 0, ""),
            new PinnedFile("c.gz", 30 * mega, ""),
            new PinnedFile("d", mega, ""),
            new PinnedFile("e", mega, ""));

    List<List<Slice>> tasks = Slices.tasks(files, path -> path.endsWith(".gz"));

    assertThat(tasks)
        .containsExactly(
            List.of(new Slice("a", 0, 4 * mega, false)),
            List.of(new Slice("a", 4 * mega, 4 * mega, false)),
            List.of(new Slice("a", 8 * mega, mega, false)),
            List.of(new Slice("c.gz", 0, 30 * mega, true)),
            List.of(new Slice("d", 0, mega, true), new Slice("e", 0, mega, true)));
  }
}
