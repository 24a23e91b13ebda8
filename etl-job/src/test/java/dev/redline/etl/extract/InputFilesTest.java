package dev.redline.etl.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.SampleSpec;
import dev.redline.etl.storage.PinnedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.createDirectories(folder.resolve("in/deeper"));
    Files.writeString(folder.resolve("in/b.csv"), "b");
    Files.writeString(folder.resolve("in/deeper/a.csv"), "aa");
    Files.writeString(folder.resolve("in/_SUCCESS"), "");
    Files.writeString(folder.resolve("in/.hidden.csv"), "h");
  }

  private InputFiles find(String path) {
    return InputFiles.find(
        new JobSpec.Source(JobSpec.Format.CSV, folder + path, SampleSpec.CSV), HADOOP);
  }

  @Test
  void listsAFolderWithoutHiddenFiles() {
    assertThat(find("/in").files())
        .extracting(PinnedFile::path, PinnedFile::lengthBytes)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("file:" + folder + "/in/b.csv", 1L),
            org.assertj.core.api.Assertions.tuple("file:" + folder + "/in/deeper/a.csv", 2L));
  }

  @Test
  void listsAFileAndAGlob() {
    assertThat(find("/in/b.csv").files()).hasSize(1);
    assertThat(find("/in/deeper/*.csv").files()).hasSize(1);
    assertThat(find("/in/*").files()).hasSize(2);
    assertThat(find("/{in,in/deeper}").files()).hasSize(2);
    assertThat(find("/in/.hidden.csv").files()).hasSize(1);
  }

  @Test
  void namesAPathThatMatchesNoFile() {
    assertThatThrownBy(() -> find("/nothing/*.csv"))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(folder + "/nothing/*.csv' matches no file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.zip", "c.tar.gz", "c.TGZ", "c.csv.xz"})
  void refusesArchivesAndOtherCompressions(String name) throws IOException {
    Files.writeString(folder.resolve("in/" + name), "");

    assertThatThrownBy(() -> find("/in"))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(name)
        .hasMessageContaining("unpack it first");
  }

  @Test
  void noticesAFileThatChangedVanishedOrAppeared() throws IOException {
    InputFiles inputs = find("/in");
    inputs.requireUnchanged(HADOOP);

    Files.writeString(folder.resolve("in/c.csv"), "c");
    assertThatThrownBy(() -> inputs.requireUnchanged(HADOOP)).hasMessageContaining("appeared");
    Files.delete(folder.resolve("in/c.csv"));
    Files.writeString(folder.resolve("in/b.csv"), "bb");
    assertThatThrownBy(() -> inputs.requireUnchanged(HADOOP)).hasMessageContaining("b.csv changed");
  }

  @Test
  void comparesTheHeaderOfEachFileThatHasOne() throws IOException {
    Files.writeString(folder.resolve("in/b.csv"), "\uFEFF\r\n\"part\",day,price,stock\r\n");
    Files.writeString(folder.resolve("in/deeper/a.csv"), "");
    Files.writeString(folder.resolve("in/empty.csv.gz"), "");
    String json = SampleSpec.parts(folder + "/in", "work");
    JobSpec spec = SampleSpec.of(folder, json);

    CsvHeader.check(InputFiles.find(spec.source(), HADOOP), spec, HADOOP);
    JobSpec called =
        SampleSpec.of(folder, json.replace("\"nullToken\": \"NA\"", "\"nullToken\": \"price\""));
    CsvHeader.check(InputFiles.find(called.source(), HADOOP), called, HADOOP);
  }

  @Test
  void refusesAHeaderThatIsNotTheSchema() throws IOException {
    Path csv = Files.writeString(folder.resolve("in/b.csv"), "\"part\",day,stock,price\n");
    JobSpec spec = SampleSpec.of(folder, SampleSpec.parts(csv.toString(), "work"));

    assertThatThrownBy(() -> CsvHeader.check(InputFiles.find(spec.source(), HADOOP), spec, HADOOP))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("b.csv is part,day,stock,price but schema says part,day,price,stock");
  }
}
