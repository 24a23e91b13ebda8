package dev.redline.etl.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueParserTest {

  @ParameterizedTest
  @CsvSource({
    "smallint, ' 7 ', 7",
    "smallint, -32768, -32768",
    "smallint, 32768, ",
    "int, 1.5, ",
    "int, 1e3, ",
    "int, +12, 12",
    "int, '', ",
    "bigint, 9223372036854775807, 9223372036854775807",
    "bigint, 9223372036854775808, ",
    "boolean, Yes, true",
    "boolean, 0, false",
    "boolean, maybe, ",
    "double, -0.0, 0.0",
    "double, 1e400, ",
    "double, -Infinity, -Infinity",
    "float, 1e39, ",
    "float, Infinity, Infinity",
    "int, 2147483648, ",
    "double, NaN, NaN",
    "double, 1d, ",
    "double, 0x1p3, ",
    "float, 1.5, 1.5",
    "'decimal(6,2)', 1234.565, 1234.57",
    "'decimal(6,2)', 9999.995, ",
    "'decimal(6,2)', 12345, ",
    "'decimal(6,2)', 1e999999999, ",
    "'decimal(6,2)', 1e-999999999, 0.00",
    "'decimal(6,2)', -0.001, 0.00",
    "'decimal(38,0)', 99999999999999999999999999999999999999,"
        + " 99999999999999999999999999999999999999",
    "'decimal(2,2)', 0.994, 0.99",
    "'decimal(2,2)', 0.995, ",
  })
  void readsWhatTheTypeHoldsAndNothingElse(String type, String text, String expected) {
    Object value = ValueParser.of(type).parse(text);

    assertThat(value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value))
        .isEqualTo(String.valueOf(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-02, 86400000000",
    "2024-02-29T12:30, 1709209800000000",
    "2024-02-29 12:30:15, 1709209815000000",
    "2024-02-29T12:30:15.123456789Z, 1709209815123456",
    "2024-02-29T12:30:15.5+01:30, 1709204415500000",
    "2024-02-29T12:30:15-0130, 1709215215000000",
    "2024-02-29T12:30:15+01, 1709206215000000",
    "0001-01-01, -62135596800000000",
    "2023-02-29, ",
    "2024-13-01, ",
    "2024-02-29T24:00, ",
    "2024-02-29T12, ",
    "2024-02-29T12:30:61, ",
    "2024-02-29x, ",
    "2024-02-29T12:30:15 UTC, ",
    "2024-02-29T12:30:15., ",
    "2024-02-29T12:30:15.1234567891, ",
    "24-02-29, ",
    "１９７０-01-01, ",
    "99999-01-01, ",
  })
  void readsTimesOfIso8601(String text, String micros) {
    assertThat(String.valueOf(ValueParser.of("timestamp").parse(text)))
        .isEqualTo(String.valueOf(micros));
  }

  @Test
  void readsADayAndChecksTheTimeItDrops() {
    assertThat(ValueParser.of("date").parse("1970-01-03T23:59:59Z")).isEqualTo(2);
    assertThat(ValueParser.of("date").parse("1970-01-03T25:00")).isNull();
  }

  @Test
  void tellsAnOverflowFromATextThatIsNoNumber() {
    ValueParser decimal = ValueParser.of("decimal(3,1)");

    assertThat(decimal.reason("123.4")).isEqualTo(RejectReason.DECIMAL_OVERFLOW);
    assertThat(decimal.reason("12,4")).isEqualTo(RejectReason.TYPE_MISMATCH);
    assertThat(ValueParser.of("date").reason("x")).isEqualTo(RejectReason.BAD_TIMESTAMP);
  }
}
