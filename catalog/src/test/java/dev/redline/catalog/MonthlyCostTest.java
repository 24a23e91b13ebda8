package dev.redline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthlyCostTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.30",
    "40, 12",
    "10000, 3000",
    "10001, 3000.10",
    "250000, 27000",
    "1000000, 64500",
    "1000001, 64500.02"
  })
  void followsAwsTiers(double series, double dollars) {
    assertThat(MonthlyCost.ofSeries(series)).isCloseTo(dollars, within(1e-6));
  }

  @Test
  void aSeriesCostsForTheHoursInWhichItIsThere() {
    // 40 metrics in each of 12 runs an hour, all month.
    assertThat(MonthlyCost.ofSeriesHours(12 * 40 * MonthlyCost.HOURS)).isCloseTo(144, within(1e-6));
  }

  @Test
  void requestsCostACentForAThousand() {
    assertThat(MonthlyCost.ofRequests(43_800)).isCloseTo(0.438, within(1e-9));
  }
}
