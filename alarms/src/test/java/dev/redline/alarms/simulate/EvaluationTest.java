package dev.redline.alarms.simulate;

import static dev.redline.alarms.simulate.State.ALARM;
import static dev.redline.alarms.simulate.State.INSUFFICIENT_DATA;
import static dev.redline.alarms.simulate.State.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.alarms.MissingData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * CloudWatch's own tables, "Configuring how CloudWatch alarms treat missing data": a range of five
 * periods for three evaluation periods; X is bad, 0 is good, - is missing.
 */
class EvaluationTest {
  private static final int PERIODS = 3;

  @ParameterizedTest
  @CsvSource({
    "3, 0-X-X, OK, OK, OK, OK",
    "3, 0----, OK, OK, OK, OK",
    "3, -----, INSUFFICIENT_DATA, retained, ALARM, OK",
    "3, 0XX-X, ALARM, ALARM, ALARM, ALARM",
    "3, --X--, ALARM, retained, ALARM, OK",
    "2, 0-X-X, ALARM, ALARM, ALARM, ALARM",
    "2, 00X0X, ALARM, ALARM, ALARM, ALARM",
    "2, 0-X--, OK, OK, ALARM, OK",
    "2, ----0, OK, OK, ALARM, OK",
    "2, ---X-, ALARM, retained, ALARM, OK",
  })
  void followsTheTables(
      int datapoints,
      String range,
      String missing,
      String ignore,
      String breaching,
      String notBreaching) {
    for (State before : State.values()) {
      assertThat(state(range, datapoints, MissingData.MISSING, before))
          .isEqualTo(expected(missing, before));
      assertThat(state(range, datapoints, MissingData.IGNORE, before))
          .isEqualTo(expected(ignore, before));
      assertThat(state(range, datapoints, MissingData.BREACHING, before))
          .isEqualTo(expected(breaching, before));
      assertThat(state(range, datapoints, MissingData.NOT_BREACHING, before))
          .isEqualTo(expected(notBreaching, before));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oldDataCountAsLongAsNewerAreMissing(MissingData missing) {
    assertThat(state("XXX--", 3, missing, OK)).isEqualTo(ALARM);
    assertThat(state("000--", 3, missing, ALARM)).isEqualTo(OK);
  }

  @ParameterizedTest
  @EnumSource
  void olderDataThanNeededDoNotCount(MissingData missing) {
    assertThat(state("XX00X", 2, missing, ALARM)).isEqualTo(OK);
  }

  @Test
  void onePointIsTooFewToBeSureOf() {
    assertThat(state("----X", 3, MissingData.MISSING, OK)).isEqualTo(OK);
    assertThat(state("----X", 3, MissingData.MISSING, INSUFFICIENT_DATA))
        .isEqualTo(INSUFFICIENT_DATA);
  }

  @Test
  void looksBackFurtherThanItsPeriods() {
    assertThat(Evaluation.range(1)).isEqualTo(3);
    assertThat(Evaluation.range(3)).isEqualTo(5);
    assertThat(Evaluation.range(26)).isEqualTo(34);
  }

  static State state(String range, int datapoints, MissingData missing, State before) {
    return Evaluation.state(breaching(range), datapoints, PERIODS, missing, before);
  }

  private static List<@Nullable Boolean> breaching(String range) {
    List<@Nullable Boolean> breaching = new ArrayList<>();
    for (char period : range.toCharArray()) {
      breaching.add(period == '-' ? null : Boolean.valueOf(period == 'X'));
    }
    return breaching;
  }

  private static State expected(String text, State before) {
    return text.equals("retained") ? before : State.valueOf(text);
  }
}
