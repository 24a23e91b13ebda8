package dev.redline.etl.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.JobSpec.CsvFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordParserTest {
  private final RecordParser csv =
      new CsvRecordParser(new CsvFormat(true, "NA", ',', '"', '"', false), 3);
  private final RecordParser backslash =
      new CsvRecordParser(new CsvFormat(true, "NA", '|', '\'', '\\', false), 2);
  private final RecordParser json = new JsonRecordParser(List.of("a", "b", "c"));

  @Test
  void splitsCsv() {
    assertThat(csv.parse("1, x,\"a,\"\"b\"\"\"")).containsExactly("1", " x", "a,\"b\"");
    assertThat(csv.parse("NA,,\"\"")).containsExactly(null, null, null);
    assertThat(csv.parse("#1,2,3")).containsExactly("#1", "2", "3");
    assertThat(backslash.parse("'a\\'|'|NULL")).containsExactly("a'|", "NULL");
  }

  @Test
  void refusesCsvWithTooFewOrTooManyFieldsOrAnOpenQuote() {
    assertThat(csv.parse("1,2")).isNull();
    assertThat(csv.parse("1,2,3,4")).isNull();
    assertThat(csv.parse("1,2,3,4,5,6,7")).isNull();
    assertThat(csv.parse("1,2,\"the rest is on the next line")).isNull();
    assertThat(backslash.parse("1|'2\\'")).isNull();
  }

  @Test
  void takesJsonValuesAsTheyAreWritten() {
    assertThat(
            json.parse(
                "{\"c\": [1, {\"x\": 1.10}], \"z\": {\"a\": 1}, \"a\": 1.10000000000000000001,"
                    + " \"b\": null}"))
        .containsExactly("1.10000000000000000001", null, "[1, {\"x\": 1.10}]");
    assertThat(json.parse("{\"a\":\"\\u00e9\",\"b\":true}")).containsExactly("é", "true", null);
  }

  @Test
  void refusesWhatIsNoJsonObject() {
    assertThat(json.parse("[1]")).isNull();
    assertThat(json.parse("{\"a\": 1")).isNull();
    assertThat(json.parse("{\"a\": 1} {\"a\": 2}")).isNull();
    assertThat(json.parse("{\"a\": 1, \"a\": 2}")).isNull();
    assertThat(json.parse("{\"a\": NaN}")).isNull();
    assertThat(json.parse("{\"a\":" + "[".repeat(5_000))).isNull();
  }
}
