package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.transform.Algorithm;
import dev.redline.etl.transform.DedupeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSpecTest {
  @TempDir Path folder;

  @Test
  void readsTheCommittedSpecWithItsComments() {
    JobSpec spec = SampleSpec.read();

    assertThat(spec.schema()).hasSize(19);
    assertThat(spec.source().path()).isEqualTo("/data/flights.csv");
    assertThat(spec.targetKey()).containsExactly("tailnum");
    assertThat(spec.target().auditTable()).isEqualTo("redline_load_audit");
  }

  @Test
  void findsTheTargetColumnThatCarriesAKeyUnderAnotherName() {
    JobSpec spec = SampleSpec.of(folder, SampleSpec.parts("in", "work"));

    assertThat(spec.targetKey()).containsExactly("part_no");
    assertThat(spec.targetOrdering()).containsExactly("day");
  }

  @Test
  void reportsAllProblemsTogetherEachWithPathValueAndRemedy() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("\"type\": \"int\"", "\"type\": \"integer\"")
            .replace("[\"part\"]", "[\"parts\"]")
            .replace("\"DECIMAL(6,2)\"", "\"MONEY\"")
            .replace("\"table\": \"parts\"", "\"table\": \"parts; DROP TABLE x\", \"colour\": 3")
            .replace("\"createIfMissing\": true", "\"createIfMissing\": \"yes\"")
            .replace("arn:aws:iam::123456789012:role/copy", "copy");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("7 problem(s)")
        .hasMessageContaining("schema[3].type is 'integer': use string")
        .hasMessageContaining("key[0] is 'parts': no such column in schema: day, part")
        .hasMessageContaining("target.columns[2].type is 'MONEY': use one of SMALLINT")
        .hasMessageContaining("target.table is 'parts; DROP TABLE x': use lower-case letters")
        .hasMessageContaining("target.colour is 3: no such field; known here: auditTable, columns")
        .hasMessageContaining("target.createIfMissing is \"yes\": write true or false")
        .hasMessageContaining("iamRole is 'copy': write arn:aws:iam::");
  }

  @Test
  void asksForEveryMissingField() {
    assertThatThrownBy(() -> SampleSpec.of(folder, "{\"name\": \"x\"}"))
        .hasMessageContaining("source is missing: add it")
        .hasMessageContaining("target is missing: add it")
        .hasMessageContaining("key is missing: add it")
        .hasMessageContaining("connection is missing: add it")
        .hasMessageNotContaining("source.path");
  }

  @Test
  void namesLineAndColumnOfMalformedJson() {
    assertThatThrownBy(() -> SampleSpec.of(folder, "{\n  \"name\": \"x\",\n  \"key\": [,]\n}"))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("is not JSON at line 3, column ");
  }

  @Test
  void refusesAnEmptySpec() {
    assertThatThrownBy(() -> SampleSpec.of(folder, "  ")).hasMessageContaining("is empty");
  }

  @Test
  void namesThePathOfAMissingSpec() {
    Path missing = folder.resolve("missing.json");

    assertThatThrownBy(() -> JobSpec.read(missing, Map.of()))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(missing + " does not exist");
  }

  @Test
  void refusesAnUnfilledPlaceholder() {
    Map<String, String> params = new HashMap<>(SampleSpec.PARAMS);
    params.remove("work");

    assertThatThrownBy(() -> JobSpec.read(SampleSpec.FILE, params))
        .hasMessageContaining("staging is '${work}': give it a value with --param work=...")
        .hasMessageContaining("rejects is '${work}'");
  }

  @Test
  void refusesAParamThatNothingUses() {
    Map<String, String> params = new HashMap<>(SampleSpec.PARAMS);
    params.put("colour", "red");

    assertThatThrownBy(() -> JobSpec.read(SampleSpec.FILE, params))
        .hasMessageContaining("--param colour is not used: the spec has no ${colour}");
  }

  @Test
  void refusesAPasswordInTheAddressWithoutRepeatingIt() {
    Map<String, String> params = new HashMap<>(SampleSpec.PARAMS);
    params.put("jdbcUrl", "jdbc:redshift://h:5439/d?password=s3cret");

    assertThatThrownBy(() -> JobSpec.read(SampleSpec.FILE, params))
        .hasMessageContaining("connection.url")
        .hasMessageContaining("passwordEnv")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void refusesAnOrderingColumnTheTableDoesNotCarry() {
    String json = SampleSpec.parts("in", "work").replace("[\"day\"]", "[\"day\", \"stock\"]");

    assertThat(SampleSpec.of(folder, json).ordering()).containsExactly("day", "stock");
    assertThatThrownBy(
            () ->
                SampleSpec.of(
                    folder,
                    json.replace(
                        "{\"name\": \"stock\", \"type\": \"SMALLINT\"}",
                        "{\"name\": \"s\", \"type\": \"SMALLINT\", \"expression\": \"stock +"
                            + " 1\"}")))
        .hasMessageContaining("ordering[1] is 'stock'")
        .hasMessageContaining("add a target column with expression \"stock\"");
  }

  @Test
  void refusesATargetColumnWithoutSourceOrExpression() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("\"name\": \"price\", \"type\": \"DEC", "\"name\": \"cost\", \"type\": \"DEC");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("target.columns[2].name is 'cost': no such column in schema");
  }

  @Test
  void namesTheLineOfEachProblem() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("\"type\": \"int\"", "\"type\": \"integer\"")
            .replace("\"quality\": {\"maxRejectRatio\": 1}", "\"quality\": {\"maxRejectRatio\": 7}")
            .replace("\"user\": \"loader\",", "");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("3 problem(s)")
        .hasMessageContaining("line 8: schema[3].type is 'integer'")
        .hasMessageContaining("line 24: quality.maxRejectRatio is 7: write a share from 0 to 1")
        .hasMessageContaining("line 26: connection.user is missing: add it");
  }

  @Test
  void readsSourceQualityAndDedupe() {
    JobSpec spec =
        SampleSpec.of(
            folder,
            SampleSpec.parts("in", "work")
                .replace("\"nullToken\": \"NA\"", "\"delimiter\": \"\\t\", \"escape\": \"\\\\\"")
                .replace(
                    "\"quality\": {\"maxRejectRatio\": 1}",
                    "\"quality\": {\"maxFuture\": \"36h\", \"earliest\": \"1970-01-01\","
                        + " \"nullOrdering\": \"reject\"}, \"dedupe\": {\"algorithm\":"
                        + " \"max-by\", \"partitions\": 9, \"bitmapCap\": \"1g\"}"));

    assertThat(spec.source().csv())
        .isEqualTo(new JobSpec.CsvFormat(true, "NULL", '\t', '"', '\\', false));
    assertThat(spec.quality())
        .isEqualTo(new JobSpec.Quality(0.1, Duration.ofHours(36), LocalDate.of(1970, 1, 1), true));
    assertThat(spec.dedupe()).isEqualTo(new DedupeSettings(Algorithm.MAX_BY, 9, 1L << 30));
  }

  @Test
  void refusesWhatCannotBeReadOfSourceQualityAndDedupe() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("\"csv\"", "\"avro\"")
            .replace("\"nullToken\": \"NA\"", "\"delimiter\": \"||\"")
            .replace(
                "\"quality\": {\"maxRejectRatio\": 1}",
                "\"quality\": {\"maxFuture\": \"soon\", \"earliest\": \"1970\", \"nullOrdering\":"
                    + " 1}, \"dedupe\": {\"algorithm\": \"sort\", \"partitions\": 0,"
                    + " \"bitmapCap\": \"big\", \"x\": {}}");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("9 problem(s)")
        .hasMessageContaining("source.format is 'avro': write csv, json or parquet")
        .hasMessageContaining("source.delimiter is '||': write one character")
        .hasMessageContaining("quality.maxFuture is 'soon': write a time such as")
        .hasMessageContaining("quality.earliest is '1970': write a day such as")
        .hasMessageContaining("quality.nullOrdering is 1")
        .hasMessageContaining("algorithm is 'sort': write auto or one of locator, window, max-by")
        .hasMessageContaining("dedupe.partitions is 0: write a whole number from 1 to 100000")
        .hasMessageContaining("dedupe.bitmapCap is 'big': write a size such as")
        .hasMessageContaining("dedupe.x is {}: no such field");
  }

  @Test
  void showsNoSecretThatStandsWhereNoneMay() {
    String json =
        SampleSpec.parts("in", "work")
            .replace(
                "\"passwordEnv\": \"REDSHIFT_PASSWORD\"",
                "\"password\": \"hunter2\", \"passwordEnv\": \"P\"")
            .replace(
                "\"quality\"",
                "\"spark\": {\"spark.hadoop.fs.s3a.secret.key\": \"hunter2\","
                    + " \"spark.hadoop.fs.s3a.aws.credentials.provider\": \"a.B\"}, \"quality\"");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("2 problem(s)")
        .hasMessageContaining("connection.password is '...': no such field")
        .hasMessageContaining(
            "spark.spark.hadoop.fs.s3a.secret.key is '...': a spec holds no secrets")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void showsNoSecretOfAConnectionThatIsMisspeltOrATextItself() {
    String json = SampleSpec.parts("in", "work");

    assertThatThrownBy(
            () ->
                SampleSpec.of(
                    folder,
                    json.replace(
                        "\"connection\": {", "\"conection\": {\"password\": \"hunter2\",")))
        .hasMessageContaining("conection is {...}: no such field")
        .hasMessageContaining("connection is missing: add it")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(
            () ->
                SampleSpec.of(
                    folder,
                    json.replaceAll(
                        "(?s)\"connection\": \\{.*?\\}",
                        "\"connection\": \"jdbc:redshift://h/d?password=hunter2\"")))
        .hasMessageContaining("connection is '...': write an object {...}")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void tellsEachMistakeOnceAndInItsPlace() {
    String json =
        SampleSpec.parts("in", "work [1]")
            .replace("decimal(6,2)", "decimal(2,6)")
            .replace("\"part_no\"", "\"_redline_reason\"")
            .replace("\"SMALLINT\"", "\"SUPER\"")
            .replace("\"type\": \"int\"", "\"type\": \"string\"")
            .replace(
                "\"createIfMissing\": true",
                "\"distKey\": \"stock\", \"sortKey\": [\"day\", \"day\"]")
            .replace("\"iamRole\"", "\"dedupe\": {\"bitmapCap\": \"9999999t\"}, \"iamRole\"");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("7 problem(s)")
        .hasMessageContaining("schema[2].type is 'decimal(2,6)'")
        .hasMessageContaining("target.columns[0].name is '_redline_reason': the job uses this name")
        .hasMessageContaining("distKey is 'stock': Redshift neither distributes nor sorts by")
        .hasMessageContaining("sortKey[1] is 'day': it is listed twice; list it once")
        .hasMessageContaining("staging is 'work [1]/staging': take [ ]")
        .hasMessageContaining("rejects is 'work [1]/rejects': take [ ]")
        .hasMessageContaining("dedupe.bitmapCap is '9999999t': write a smaller size");
    assertThatThrownBy(
            () ->
                SampleSpec.of(
                    folder,
                    SampleSpec.parts("in", "work")
                        .replaceAll("(?s)\"target\": \\{.*?]\\s*}", "\"target\": \"parts\"")))
        .hasMessageContaining("1 problem(s)")
        .hasMessageContaining("target is \"parts\": write an object {...}");
  }

  @Test
  void readsMultilineCsvWithAsciiMarksOnly() {
    String json =
        SampleSpec.parts("in", "work").replace("\"nullToken\": \"NA\"", "\"multiline\": true");

    assertThat(SampleSpec.of(folder, json).source().csv().multiline()).isTrue();
    assertThatThrownBy(
            () ->
                SampleSpec.of(
                    folder, json.replace("\"multiline\"", "\"delimiter\": \"§\", \"multiline\"")))
        .hasMessageContaining(
            "source.multiline is true: delimiter, quote and escape must be ASCII");
  }

  @Test
  void refusesAnOrderingThatTheTableCannotCompare() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("[\"day\"]", "[\"day\", \"stock\", \"price\"]")
            .replace("\"type\": \"DATE\"", "\"type\": \"VARCHAR(10)\"")
            .replace("\"DECIMAL(6,2)\"", "\"DECIMAL(6,1)\"")
            .replace("\"SMALLINT\"", "\"BIGINT\"");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("2 problem(s)")
        .hasMessageContaining(
            "ordering[0] is 'day': its type date loses in VARCHAR(10) which of two rows is newer")
        .hasMessageContaining(
            "ordering[2] is 'price': its type decimal(6,2) loses in DECIMAL(6,1)");
  }

  @Test
  void refusesSemiStructuredKeysAndOrderings() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("\"VARCHAR(4)\"", "\"SUPER\"")
            .replace("\"type\": \"date\"", "\"type\": \"string\"")
            .replace("\"type\": \"DATE\"", "\"type\": \"SUPER\"");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("2 problem(s)")
        .hasMessageContaining("key[0] is 'part': its type string loses")
        .hasMessageContaining("ordering[0] is 'day': its type string loses in SUPER");
  }

  @Test
  void refusesAKeyThatIsNotExactOrNotKeptApart() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("[\"part\"]", "[\"part\", \"stock\", \"price\"]")
            .replace("\"type\": \"decimal(6,2)\"", "\"type\": \"double\"");

    assertThatThrownBy(() -> SampleSpec.of(folder, json))
        .hasMessageContaining("2 problem(s)")
        .hasMessageContaining(
            "key[1] is 'stock': its type int loses what keeps keys apart in SMALLINT")
        .hasMessageContaining("key[2] is 'price': a double is no key");
  }
}
