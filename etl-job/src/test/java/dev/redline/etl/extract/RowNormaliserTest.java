package dev.redline.etl.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.JobSpec.Quality;
import dev.redline.etl.JobSpec.SourceColumn;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowNormaliserTest {
  private static final List<SourceColumn> SCHEMA =
      List.of(
          new SourceColumn("k", "string"),
          new SourceColumn("at", "timestamp"),
          new SourceColumn("score", "double"),
          new SourceColumn("until", "date"),
          new SourceColumn("price", "decimal(4,2)"));

  private final RowNormaliser.Task normaliser = task(Quality.DEFAULT);

  private static RowNormaliser.Task task(Quality quality) {
    return RowNormaliser.at(
            Instant.parse("2024-03-01T00:00:00Z"),
            SCHEMA,
            List.of("k"),
            List.of("at", "score"),
            quality)
        .task();
  }

  private TypedRow row(@Nullable Object... raw) {
    return normaliser.normalise(raw);
  }

  private String verdict(@Nullable Object... raw) {
    TypedRow row = row(raw);
    return row.reason() + " " + row.columns();
  }

  @Test
  void typesAGoodRow() {
    TypedRow row = row("a  ", "1970-01-01T00:00:01", "-0.0", "1970-01-02", "1.005");

    assertThat(row.reason()).isNull();
    assertThat(row.values()).containsExactly("a", 1_000_000L, 0.0, 1, new BigDecimal("1.01"));
  }

  @Test
  void acceptsTimesBetweenTheEarliestAndADayAfterTheStart() {
    assertThat(verdict("a", "1900-01-01", "1", "9999-12-31", null)).startsWith("null");
    assertThat(verdict("a", "2024-03-02", "1", null, null)).startsWith("null");
    assertThat(verdict("a", "2024-03-02T00:00:01", "1", null, null))
        .isEqualTo("FUTURE_TIMESTAMP at");
    assertThat(verdict("a", "1899-12-31", "1", null, null)).isEqualTo("BAD_TIMESTAMP at");
  }

  @Test
  void refusesAnOrderingThatNothingCanBeat() {
    assertThat(verdict("a", "2024-01-01", "NaN", null, null)).isEqualTo("BAD_ORDERING score");
    assertThat(verdict("a", "2024-01-01", "Infinity", null, null)).isEqualTo("BAD_ORDERING score");
  }

  @Test
  void takesAMissingOrderingForTheOldestUnlessTheSpecRefusesIt() {
    assertThat(verdict("a", null, null, null, null)).startsWith("null");
    RowNormaliser.Task strict =
        task(new Quality(0.1, Duration.ofDays(1), LocalDate.of(1900, 1, 1), true));
    TypedRow row = strict.normalise(new Object[] {"a", null, null, null, null});
    assertThat(row.reason() + " " + row.columns()).isEqualTo("BAD_ORDERING at");
  }

  @Test
  void givesTheFirstReasonThatAppliesWithAllItsColumns() {
    assertThat(verdict("a", "x", "x", "y", "1")).isEqualTo("TYPE_MISMATCH score");
    assertThat(verdict("a", "x", "1", "y", "123")).isEqualTo("DECIMAL_OVERFLOW price");
    assertThat(verdict("a", "x", "1", "y", "1")).isEqualTo("BAD_TIMESTAMP at, until");
    assertThat(verdict(null, "x", "x", "y", "1")).isEqualTo("NULL_KEY k");
    assertThat(verdict("   ", "2024-01-01", "1", null, null)).isEqualTo("NULL_KEY k");
    assertThat(verdict("a\0", "x", "x", "y", "1")).isEqualTo("BAD_ENCODING k");
  }

  @Test
  void takesBytesForTextOnlyWhereTheyAreUtf8() {
    byte[] latin1 = {'k', (byte) 0xE9};

    assertThat(verdict(latin1, "2024-01-01", "1", null, null)).isEqualTo("BAD_ENCODING k");
    assertThat(verdict("k\uD800", "2024-01-01", "1", null, null)).isEqualTo("BAD_ENCODING k");
    assertThat(row("é\uFFFD😀".getBytes(UTF_8), "2024-01-01".getBytes(UTF_8), "1", null, null))
        .extracting(TypedRow::reason, row -> row.values()[0])
        .containsExactly(null, "é\uFFFD😀");
  }

  @Test
  void takesTypedValuesAsTheyAre() {
    TypedRow row = row("a", 1_704_067_200_000_000L, -0.0, 3, new BigDecimal("1.25"));

    assertThat(row.reason()).isNull();
    assertThat(row.values())
        .containsExactly("a", 1_704_067_200_000_000L, 0.0, 3, new BigDecimal("1.25"));
  }
}
