package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.extract.InputFiles;
import dev.redline.etl.storage.PinnedFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIdTest {
  private static final InputFiles INPUTS = inputs(new PinnedFile("/a.csv", 10, "mtime 1_000"));

  @TempDir Path folder;

  private static InputFiles inputs(PinnedFile... files) {
    return new InputFiles("/", List.of(files));
  }

  @Test
  void staysTheSameWhereverTheRunWorksAndHoweverItConnects() {
    Map<String, String> elsewhere = new HashMap<>(SampleSpec.PARAMS);
    elsewhere.put("work", "/other");
    elsewhere.put("user", "other");

    assertThat(RunId.of(JobSpec.read(SampleSpec.FILE, elsewhere), INPUTS))
        .isEqualTo(RunId.of(SampleSpec.read(), INPUTS))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void changesWithEveryPropertyOfAnInput() {
    JobSpec spec = SampleSpec.read();

    assertThat(
            List.of(
                RunId.of(spec, INPUTS),
                RunId.of(spec, inputs(new PinnedFile("/b.csv", 10, "mtime 1_000"))),
                RunId.of(spec, inputs(new PinnedFile("/a.csv", 11, "mtime 1_000"))),
                RunId.of(spec, inputs(new PinnedFile("/a.csv", 10, "mtime 1_001"))),
                RunId.of(spec, inputs())))
        .doesNotHaveDuplicates();
  }

  @Test
  void changesWithWhatTheSpecLoads() {
    String json = SampleSpec.parts("in", "work");
    JobSpec before = SampleSpec.of(folder, json);
    JobSpec after = SampleSpec.of(folder, json.replace("VARCHAR(4)", "VARCHAR(5)"));

    assertThat(RunId.of(after, INPUTS)).isNotEqualTo(RunId.of(before, INPUTS));
  }
}
