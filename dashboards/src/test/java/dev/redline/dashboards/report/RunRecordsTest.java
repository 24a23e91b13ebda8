package dev.redline.dashboards.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Whatever member is null that must not be, it is named; what may be null is read. */
  @Test
  void nameEveryNullThatMustNotBe() throws IOException {
    JsonNode whole = WRITER.valueToTree(SampleRuns.stopped());
    int refused = 0;
    for (String pointer : members(whole, "")) {
      JsonNode json = whole.deepCopy();
      int slash = pointer.lastIndexOf('/');
      JsonNode parent = json.at(pointer.substring(0, slash));
      if (parent instanceof ObjectNode object) {
        object.putNull(pointer.substring(slash + 1));
        Path file = file(json.toString());
        try {
          assertThat(Report.html(RunRecords.read(file))).contains("<h1>");
        } catch (IOException e) {
          refused++;
          assertThat(e).hasMessageStartingWith(file + " is not");
        }
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  private static List<String> members(JsonNode node, String pointer) {
    List<String> members = new ArrayList<>();
    if (node.isObject()) {
      node.fieldNames()
          .forEachRemaining(
              name -> {
                members.add(pointer + "/" + name);
                members.addAll(members(node.get(name), pointer + "/" + name));
              });
    } else if (node.isArray() && !node.isEmpty()) {
      members.addAll(members(node.get(0), pointer + "/0"));
    }
    return members;
  }

  @ParameterizedTest
  @CsvSource({"5, 4", "-1, 4", "0, 1795560756752", "-9223372036854775808, 9223372036854775807"})
  void refuseTimesThatAreNone(long startedAtMs, long endedAtMs) throws IOException {
    ObjectNode json = WRITER.valueToTree(SampleRuns.healthy());
    json.put("startedAtMs", startedAtMs).put("endedAtMs", endedAtMs);
    assertThatIOException()
        .isThrownBy(() -> RunRecords.read(file(json.toString())))
        .withMessageContaining("0 to 366 days later");
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
