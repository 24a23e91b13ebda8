package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
}
