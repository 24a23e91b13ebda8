package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
  private static final Configuration HADOOP = new Configuration();
  private static final Instant NOW = Instant.parse("2024-03-01T00:00:00Z");
  private static final String OURS = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  @TempDir Path folder;
  private RunFolders folders;

  @BeforeEach
  void prepare() {
    folders = RunFolders.of(spec(folder.toString()), OURS, "attempt-1", HADOOP);
  }

  private JobSpec spec(String work) {
    return SampleSpec.of(folder, SampleSpec.parts("in", work));
  }

  private Path staged(String run, Duration age) throws IOException {
    Path file = folder.resolve("staging").resolve(run).resolve("attempt/copy/part-0.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "rows");
    Path runFolder = folder.resolve("staging").resolve(run);
    for (String at : List.of("attempt/copy/part-0.parquet", "attempt/copy", "attempt", "")) {
      Files.setLastModifiedTime(runFolder.resolve(at), FileTime.from(NOW.minus(age)));
    }
    return file;
  }

  @Test
  void sweepsRunsThatNobodyHasTouchedForAWeekAndNothingElse() throws IOException {
    Path old = staged(OTHER, Duration.ofDays(7).plusSeconds(1));
    Path young = staged("c".repeat(64), Duration.ofDays(7).minusSeconds(1));
    Path notOurs = staged("somebody-elses-folder", Duration.ofDays(400));
    Path workedOn = staged("d".repeat(64), Duration.ofDays(30));
    Files.writeString(workedOn.resolveSibling("part-1.parquet"), "new");
    Files.setLastModifiedTime(
        workedOn.resolveSibling("part-1.parquet"), FileTime.from(NOW.minusSeconds(60)));

    folders.sweep(HADOOP, NOW);

    assertThat(old).doesNotExist();
    assertThat(folder.resolve("staging").resolve(OTHER)).doesNotExist();
    assertThat(List.of(young, notOurs, workedOn)).allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  void sweepsNothingWhereNothingWasStagedYet() {
    folders.sweep(HADOOP, NOW);

    assertThat(folder.resolve("staging")).doesNotExist();
  }

  @Test
  void removesAllAttemptsOfALoadedRunAndOnlyItsOwnOfAFailedOne() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("staging/" + OURS + "/attempt-1/copy"));
    Path killed = Files.createDirectories(folder.resolve("staging/" + OURS + "/attempt-0/copy"));
    staged(OTHER, Duration.ZERO);

    folders.discard(HADOOP);
    assertThat(mine).doesNotExist();
    assertThat(killed).exists();
    folders.clean(HADOOP);
    assertThat(folder.resolve("staging/" + OURS)).doesNotExist();
    assertThat(folder.resolve("staging/" + OTHER)).exists();
  }

  @Test
  void leavesNoProbeBehind() throws IOException {
    assertThat(folders.unwritable(HADOOP)).isEmpty();
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("spec.json");
    }
  }

  @Test
  void namesEachFolderThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(RunFolders.of(spec(file.toString()), OURS, "a", HADOOP).unwritable(HADOOP))
        .satisfiesExactly(
            staging ->
                assertThat(staging).contains("staging cannot be written", "create the bucket"),
            rejects -> assertThat(rejects).contains("rejects cannot be written"));
    assertThatThrownBy(() -> RunFolders.of(spec("nofs://x"), OURS, "a", HADOOP))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("staging 'nofs://x/staging' is no folder that can be used");
  }
}
