package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DedupePlannerTest {
  private static final long MANY = 10_000_000;

  private static DedupePlan plan(long rows, long rowWidth, double rowsPerKey) {
    return DedupePlanner.plan(
        new InputFacts(rows, rowWidth, 40, true, rowsPerKey, true), DedupeSettings.DEFAULT);
  }

  @Test
  void shufflesPlacesOfWideRows() {
    DedupePlan plan = plan(MANY, 200, 1);

    assertThat(plan.algorithm()).isEqualTo(Algorithm.LOCATOR);
    assertThat(plan.line())
        .isEqualTo(
            "dedupe by locator: 10,000,000 rows of some 200 B, of which 40 B tell key, age and"
                + " place: shuffling those pays for a second reading");
  }

  @Test
  void shufflesNarrowRowsOnceByKey() {
    DedupePlan plan = plan(MANY, 64, 1.05);

    assertThat(plan.algorithm()).isEqualTo(Algorithm.WINDOW);
    assertThat(plan.line())
        .startsWith("dedupe by window in 75 tasks: 10,000,000 rows of some 64 B, hardly wider")
        .endsWith("few rows share a key");
  }

  @Test
  void aggregatesNarrowRowsWithManyPerKey() {
    assertThat(plan(MANY, 64, 30).line())
        .startsWith("dedupe by max-by: ")
        .contains("with some 30.0 rows per key");
  }

  @Test
  void readsASmallInputOnce() {
    assertThat(plan(1_000, 500, 1).line()).startsWith("dedupe by max-by: the input is small");
    assertThat(plan(DedupePlanner.SMALL_BYTES / 500 + 1, 500, 1).algorithm())
        .isEqualTo(Algorithm.LOCATOR);
  }

  @Test
  void obeysTheJobSpec() {
    DedupeSettings settings = new DedupeSettings(Algorithm.WINDOW, 9, 0);
    InputFacts few = new InputFacts(MANY, 500, 40, true, 1, true);

    assertThat(DedupePlanner.plan(few, settings).line())
        .isEqualTo("dedupe by window in 9 tasks: the job spec says so");
    assertThat(DedupePlanner.plan(few.withRowsPerKey(30), settings).line())
        .isEqualTo("dedupe by window: the job spec says so");
  }

  @Test
  void takesAWindowWhereRowsHaveNoNumbers() {
    InputFacts old = new InputFacts(MANY, 500, 40, true, 1, false);
    DedupeSettings settings = new DedupeSettings(Algorithm.LOCATOR, 75, 0);

    assertThat(DedupePlanner.plan(old, settings).line())
        .isEqualTo(
            "dedupe by window in 75 tasks: rows have no row numbers before Spark 3.5; the job spec"
                + " asks for locator");
    assertThat(InputSurvey.hasPlaces("3.4.9")).isFalse();
    assertThat(InputSurvey.hasPlaces("3.5.4-amzn-0")).isTrue();
    assertThat(InputSurvey.hasPlaces("4.1.1")).isTrue();
  }
}
