package dev.redline.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "BYTES, 0, 0 B",
    "BYTES, 1023, 1023 B",
    "BYTES, 1024, 1 KiB",
    "BYTES, 1048575, 1 MiB",
    "BYTES, 40055603, 38.2 MiB",
    "BYTES, 10737418240, 10 GiB",
    "BYTES, 1e18, 888 PiB",
    "PERCENT, 0, 0 %",
    "PERCENT, 0.004, < 0.1 %",
    "PERCENT, 56, 56 %",
    "PERCENT, 56.25, 56.3 %",
    "PERCENT, 99.96, 100 %",
    "COUNT, 336776, '336,776'",
  })
  void writesValuesForPeople(Unit unit, double value, String text) {
    assertThat(Quantity.text(unit, value)).isEqualTo(text);
  }
}
