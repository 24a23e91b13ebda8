package dev.redline.listener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  record Plain(int count, long bytes, double ratio, boolean given, String text) {}

  record Nested(LossCause cause, Plain plain, List<String> lines) {}

  record Failing(String text) {
    @Override
    public String text() {
      throw new IllegalStateException("no text");
    }
  }

  @Test
  void writesARecordByItsComponents() {
    assertThat(Json.write(new Plain(1, 1L << 40, 0.5, true, "a")))
        .isEqualTo(
            "{\"count\":1,\"bytes\":1099511627776,\"ratio\":0.5,\"given\":true,\"text\":\"a\"}");
  }

  @Test
  void writesWhatIsInsideIt() {
    Nested nested =
        new Nested(LossCause.HEAP_OOM, new Plain(0, 0, 0, false, ""), List.of("one", "two"));
    assertThat(Json.write(nested))
        .isEqualTo(
            "{\"cause\":\"HEAP_OOM\",\"plain\":{\"count\":0,\"bytes\":0,\"ratio\":0.0,"
                + "\"given\":false,\"text\":\"\"},\"lines\":[\"one\",\"two\"]}");
  }

  @Test
  void writesNothingAsNull() {
    assertThat(Json.write(null)).isEqualTo("null");
    assertThat(Json.write(Memory.NONE))
        .isEqualTo(
            "{\"liveHeapRatio\":null,\"overheadRatio\":null,\"heapRatio\":null,"
                + "\"containerRatio\":null}");
    assertThat(Json.write(Arrays.asList("a", null))).isEqualTo("[\"a\",null]");
  }

  @Test
  void writesMapsInTheirOrder() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put(2, List.of());
    assertThat(Json.write(map)).isEqualTo("{\"z\":1,\"2\":[]}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void writesNumbersThatJsonLacksAsNull(double number) {
    assertThat(Json.write(List.of(number))).isEqualTo("[null]");
  }

  @Test
  void escapesWhatMustBe() {
    assertThat(Json.write("\"\\\n\t\u0000/<é😀")).isEqualTo("\"\\\"\\\\\\n\\t\\u0000/<é😀\"");
  }

  @Test
  void staysOnOneLine() {
    assertThat(Json.write(new Plain(1, 1, 1, true, "a\r\nb"))).doesNotContain("\n", "\r");
  }

  @Test
  void writesOtherThingsAsText() {
    assertThat(Json.write(Duration.ofSeconds(5))).isEqualTo("\"PT5S\"");
  }

  @Test
  void namesTheRecordThatCannotBeRead() {
    assertThat(catchThrowable(() -> Json.write(new Failing("x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Failing");
  }
}
