package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.struct;

import dev.redline.etl.storage.ParquetFolder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the facts a plan is made from: rows from the files' footers, widths from the first rows,
 * and rows per key from a pass over the key columns. Rows are read only where that can change the
 * plan.
 */
public final class InputSurvey {
  private static final int SAMPLE_ROWS = 1_000;
  private static final double DISTINCT_ERROR = 0.05;
  private static final int WORD = 8;

  /** What Spark's aggregate shuffles beside key and ordering. */
  private static final long PLACE_AND_COUNT_BYTES = 2 * WORD;

  private final SparkSession spark;
  private final ParquetFolder input;
  private final StructType schema;
  private final NewestPer rule;

  /** A survey of one input. */
  public InputSurvey(SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule) {
    this.spark = spark;
    this.input = input;
    this.schema = schema;
    this.rule = rule;
  }

  /** Looks at the input. */
  public InputFacts facts(DedupeSettings settings) {
    Optional<Long> packedBytes = packedBytes();
    InputFacts least = facts(List.of(), packedBytes, false);
    boolean isWide =
        (packedBytes.isPresent() || !hasTextInKey())
            && DedupePlanner.plan(least, settings).algorithm() == Algorithm.LOCATOR;
    InputFacts facts = isWide ? least : facts(rows().takeAsList(SAMPLE_ROWS), packedBytes, true);
    boolean matters =
        settings.algorithm() == Algorithm.WINDOW
            || DedupePlanner.plan(facts, settings).algorithm() == Algorithm.WINDOW;
    return matters ? facts.withRowsPerKey(rowsPerKey()) : facts;
  }

  private InputFacts facts(List<Row> sample, Optional<Long> packedBytes, boolean measured) {
    long width = width(sample, field -> true);
    // Compressed, and so less than what is shuffled.
    long inFiles = input.lengthBytes() / Math.max(1, input.rows());
    return new InputFacts(
        input.rows(),
        measured ? width : Math.max(width, inFiles),
        packedBytes.orElseGet(() -> width(sample, this::isInKey) + PLACE_AND_COUNT_BYTES),
        measured,
        1,
        hasPlaces(spark.version()));
  }

  /** What {@link KeyScan} shuffles for a row, before it takes differences. */
  private Optional<Long> packedBytes() {
    return PackedColumns.of(input, schema, rule.key())
        .flatMap(
            key ->
                PackedColumns.of(input, schema, rule.ordering())
                    .map(ordering -> bytes(key.bits()) + bytes(ordering.bits()) + WORD));
  }

  private static long bytes(int bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  private boolean isInKey(String field) {
    return rule.key().contains(field) || rule.ordering().contains(field);
  }

  private boolean hasTextInKey() {
    return Arrays.stream(schema.fields())
        .anyMatch(field -> isInKey(field.name()) && field.dataType().equals(DataTypes.StringType));
  }

  private Dataset<Row> rows() {
    return new RowPlaces(spark, input, schema).rows();
  }

  private double rowsPerKey() {
    long keys =
        rows()
            .agg(approx_count_distinct(struct(Columns.named(rule.key())), DISTINCT_ERROR))
            .first()
            .getLong(0);
    return keys == 0 ? 1 : Math.max(1, (double) input.rows() / keys);
  }

  /**
   * The mean width of rows in Spark's shuffle format: words for values and NULL bits, and texts,
   * which count for nothing where there is no sample.
   */
  private long width(List<Row> sample, Predicate<String> counted) {
    StructField[] fields = schema.fields();
    long bytes = 0;
    for (int i = 0; i < fields.length; i++) {
      if (counted.test(fields[i].name())) {
        bytes += WORD + variable(sample, i, fields[i]);
      }
    }
    return WORD + bytes;
  }

  private static long variable(List<Row> sample, int index, StructField field) {
    if (field.dataType() instanceof DecimalType decimal) {
      return decimal.precision() > 18 ? 2 * WORD : 0;
    }
    if (!field.dataType().equals(DataTypes.StringType) || sample.isEmpty()) {
      return 0;
    }
    long bytes = 0;
    for (Row row : sample) {
      String text = row.getString(index);
      bytes += text == null ? 0 : words(text.getBytes(StandardCharsets.UTF_8).length);
    }
    return bytes / sample.size();
  }

  private static long words(long bytes) {
    return (bytes + WORD - 1) / WORD * WORD;
  }

  /** Whether this Spark numbers the rows of a file. */
  static boolean hasPlaces(String sparkVersion) {
    String[] parts = sparkVersion.split("\\.");
    int major = Integer.parseInt(parts[0]);
    return major > 3 || (major == 3 && Integer.parseInt(parts[1]) >= 5);
  }
}
