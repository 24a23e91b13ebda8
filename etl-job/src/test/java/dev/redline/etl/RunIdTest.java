package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.extract.InputFiles;
import dev.redline.etl.storage.PinnedFile;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

  /** What each field of a spec does to the id; a field that is added must be added here. */
  private record Field(String name, boolean changes, String replaced, String replacement) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("JobSpec.name", true, "\"name\": \"parts\"", "\"name\": \"parts2\""),
          new Field("Source.path", true, "\"path\": \"in\"", "\"path\": \"in2\""),
          new Field(
              "Source.format",
              true,
              "\"csv\", \"path\": \"in\", \"nullToken\": \"NA\"",
              "\"json\", \"path\": \"in\""),
          new Field("CsvFormat.nullToken", true, "\"NA\"", "\"N\""),
          new Field("CsvFormat.header", true, "\"NA\"", "\"NA\", \"header\": false"),
          new Field("CsvFormat.delimiter", true, "\"NA\"", "\"NA\", \"delimiter\": \";\""),
          new Field("CsvFormat.quote", true, "\"NA\"", "\"NA\", \"quote\": \"'\""),
          new Field("CsvFormat.escape", true, "\"NA\"", "\"NA\", \"escape\": \"\\\\\""),
          new Field("CsvFormat.multiline", true, "\"NA\"", "\"NA\", \"multiline\": true"),
          new Field("SourceColumn.name", true, "\"name\": \"stock\"", "\"name\": \"stocks\""),
          new Field("SourceColumn.type", true, "\"type\": \"int\"", "\"type\": \"bigint\""),
          new Field("JobSpec.key", true, "[\"part\"]", "[\"part\", \"day\"]"),
          new Field("JobSpec.ordering", true, "[\"day\"]", "[\"day\", \"price\"]"),
          new Field("Target.schema", true, "\"table\"", "\"schema\": \"s\", \"table\""),
          new Field("Target.table", true, "\"table\": \"parts\"", "\"table\": \"parts2\""),
          new Field("Target.auditTable", false, "\"table\"", "\"auditTable\": \"a\", \"table\""),
          new Field("Target.createIfMissing", false, "\"createIfMissing\": true,", ""),
          new Field("Target.evolveSchema", false, "\"table\"", "\"evolveSchema\": true, \"table\""),
          new Field("Target.distKey", false, "\"table\"", "\"distKey\": \"day\", \"table\""),
          new Field("Target.sortKey", false, "\"table\"", "\"sortKey\": [\"day\"], \"table\""),
          new Field("TargetColumn.name", true, "\"part_no\"", "\"part_id\""),
          new Field("TargetColumn.type", true, "VARCHAR(4)", "VARCHAR(5)"),
          new Field(
              "TargetColumn.expression",
              true,
              "\"SMALLINT\"",
              "\"SMALLINT\", \"expression\": \"stock + 1\""),
          new Field("JobSpec.staging", false, "work/staging", "work/elsewhere"),
          new Field("JobSpec.rejects", false, "work/rejects", "work/bad"),
          new Field("JobSpec.iamRole", false, "role/copy", "role/other"),
          new Field("Warehouse.url", false, "localhost:5439", "localhost:5440"),
          new Field("Warehouse.login", false, "\"loader\"", "\"other\""),
          new Field(
              "CopyFiles.fileBytes",
              false,
              "\"quality\"",
              "\"copyFiles\": {\"size\": \"64m\"}, \"quality\""),
          new Field(
              "CopyFiles.files",
              false,
              "\"quality\"",
              "\"copyFiles\": {\"files\": 7}, \"quality\""),
          new Field(
              "CopyFiles.slices",
              false,
              "\"quality\"",
              "\"copyFiles\": {\"slices\": 4}, \"quality\""),
          new Field(
              "Quality.maxRejectRatio", true, "\"maxRejectRatio\": 1", "\"maxRejectRatio\": 0"),
          new Field(
              "Quality.maxFuture",
              true,
              "\"maxRejectRatio\": 1",
              "\"maxRejectRatio\": 1, \"maxFuture\": \"2d\""),
          new Field(
              "Quality.earliest",
              true,
              "\"maxRejectRatio\": 1",
              "\"maxRejectRatio\": 1, \"earliest\": \"1970-01-01\""),
          new Field(
              "Quality.rejectNullOrdering",
              true,
              "\"maxRejectRatio\": 1",
              "\"maxRejectRatio\": 1, \"nullOrdering\": \"reject\""),
          new Field(
              "DedupeSettings.algorithm",
              false,
              "\"quality\"",
              "\"dedupe\": {\"algorithm\": \"window\"}, \"quality\""),
          new Field(
              "DedupeSettings.partitions",
              false,
              "\"quality\"",
              "\"dedupe\": {\"partitions\": 5}, \"quality\""),
          new Field(
              "DedupeSettings.bitmapCapBytes",
              false,
              "\"quality\"",
              "\"dedupe\": {\"bitmapCap\": \"1m\"}, \"quality\""),
          new Field(
              "JobSpec.shuffleStorage",
              false,
              "\"quality\"",
              "\"shuffleStorage\": \"s3://bucket/x\", \"quality\""),
          new Field(
              "JobSpec.spark",
              true,
              "\"quality\"",
              "\"spark\": {\"spark.sql.legacy.timeParserPolicy\": \"LEGACY\"}, \"quality\""),
          new Field(
              "JobSpec.spark",
              false,
              "\"quality\"",
              "\"spark\": {\"spark.sql.shuffle.partitions\": \"9\", \"spark.executor.memory\":"
                  + " \"2g\"}, \"quality\""));

  @Test
  void changesWithTheFieldsThatDecideWhatIsLoadedAndWithNoOther() {
    String json = SampleSpec.parts("in", "work");
    String before = RunId.of(SampleSpec.of(folder, json), INPUTS);
    for (Field field : FIELDS) {
      String after = json.replace(field.replaced(), field.replacement());
      assertThat(after).as(field.name()).isNotEqualTo(json);
      if (field.name().equals("SourceColumn.name")) {
        after = after.replace("\"SMALLINT\"", "\"SMALLINT\", \"expression\": \"stocks\"");
      }
      assertThat(!RunId.of(SampleSpec.of(folder, after), INPUTS).equals(before))
          .as(field.name())
          .isEqualTo(field.changes());
    }
  }

  @Test
  void thatListKnowsEveryFieldOfASpec() {
    assertThat(fields(JobSpec.class))
        .isEqualTo(FIELDS.stream().map(Field::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Fields by the record that has them; a record within another stands for its fields. */
  private static TreeSet<String> fields(Class<?> type) {
    TreeSet<String> fields = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      List<Class<?>> inner =
          switch (component.getName()) {
            case "schema" ->
                type == JobSpec.class ? List.of(JobSpec.SourceColumn.class) : List.of();
            case "columns" -> List.of(JobSpec.TargetColumn.class);
            default ->
                component.getType().isRecord() && component.getType() != RedshiftType.class
                    ? List.of(component.getType())
                    : List.of();
          };
      inner.forEach(record -> fields.addAll(fields(record)));
      if (inner.isEmpty()) {
        fields.add(type.getSimpleName() + "." + component.getName());
      }
    }
    return fields;
  }
}
