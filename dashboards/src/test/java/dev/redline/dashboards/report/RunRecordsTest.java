package dev.redline.dashboards.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {
  /** One member for each component, by its name. */
  private static final JsonMapper WRITER =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .build();

  @TempDir Path directory;

  @Test
  void readWhatWasWritten() throws IOException {
    for (RunRecord run :
        new RunRecord[] {SampleRuns.healthy(), SampleRuns.warning(), SampleRuns.stopped()}) {
      assertThat(RunRecords.read(file(WRITER.writeValueAsString(run)))).isEqualTo(run);
    }
  }

  @Test
  void leaveUnknownMembersAlone() throws IOException {
    ObjectNode json = WRITER.valueToTree(SampleRuns.healthy());
    json.put("addedLater", true);
    assertThat(RunRecords.read(file(json.toString()))).isEqualTo(SampleRuns.healthy());
  }

  /** The first form that was ever written: seven members of today's were not there yet. */
  @Test
  void readTheFirstFormOfThisVersion() throws IOException {
    RunRecord run = RunRecords.read(file(Resources.own("run-record-of-the-first-form.json")));
    assertThat(run.totals().shuffleWriteBytes()).isEqualTo(123_456);
    assertThat(run.totals().jobs()).isZero();
    assertThat(run.totals().rows()).isEqualTo(RunRecord.Rows.NONE);
    assertThat(run.topStages()).hasSize(1);
    assertThat(run.topSqlExecutions()).isEmpty();
    assertThat(run.timeline()).hasSize(2);
    assertThat(run.timeline().get(1).shuffleWriteBytes()).isEqualTo(123_456);
    assertThat(run.timeline().get(1).gcRatio()).isNull();
    assertThat(Report.html(run)).contains("aircraft-last-seen");
  }

  @Test
  void nameTheFileThatIsNotThere() {
    Path missing = directory.resolve("missing.json");
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(missing))
        .withMessage(
            missing
                + ": no run record there; the agent writes one where spark.redline.record.path"
                + " says");
  }

  @Test
  void refuseAnotherVersion() throws IOException {
    ObjectNode json = WRITER.valueToTree(SampleRuns.healthy());
    json.put("version", 2);
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file(json.toString())))
        .withMessageEndingWith(
            "run.json is a run record of version 2, but this Redline reads version 1; use the"
                + " Redline that wrote it, or a newer one");
  }

  @Test
  void sayWhatIsMissingOrWrong() throws IOException {
    ObjectNode missing = WRITER.valueToTree(SampleRuns.healthy());
    ((ObjectNode) missing.get("totals")).remove("tasks");
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file(missing.toString())))
        .withMessageContaining("is not a run record: at totals")
        .withMessageContaining("'tasks'");
    ObjectNode wrong = WRITER.valueToTree(SampleRuns.healthy());
    ((ObjectNode) wrong.get("verdict")).put("severity", "BAD");
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file(wrong.toString())))
        .withMessageContaining("at verdict.severity")
        .withMessageContaining("BAD");
    ObjectNode noList = WRITER.valueToTree(SampleRuns.healthy());
    noList.putNull("losses");
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file(noList.toString())))
        .withMessageContaining("is not a run record");
  }

  @Test
  void sayWhereAFileIsNotJson() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file("{\"version\": 1,\n  \"application\": ")))
        .withMessageContaining("run.json is not valid JSON (line 2");
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file("")))
        .withMessageContaining("run.json is not a run record: it has no number 'version'");
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file("[1]")))
        .withMessageContaining("it has no number 'version'");
  }

  private Path file(String json) throws IOException {
    return Files.writeString(directory.resolve("run.json"), json);
  }
}
