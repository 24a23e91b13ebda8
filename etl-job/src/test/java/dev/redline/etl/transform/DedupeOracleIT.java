package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.sandbox.dataset.FlightsParquet;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The family against DuckDB, which shares no code with Spark, on data that nobody here made up. */
class DedupeOracleIT {
  private static final StructType LINE_ITEM =
      StructType.fromDDL(
          "l_orderkey bigint, l_partkey bigint, l_linenumber int, l_shipdate int,"
              + " l_shipmode string, l_comment string");
  private static final double SCALE = 0.02;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static ParquetFolder flights;
  private static ParquetFolder lineItems;

  @BeforeAll
  static void layOut() throws Exception {
    spark = LocalSpark.session();
    Path flightsFolder = Files.createDirectory(folder.resolve("flights"));
    Files.copy(FlightsParquet.fetch(), flightsFolder.resolve("flights-3m.parquet"));
    flights = ParquetFolder.list(flightsFolder.toString(), new Configuration());
    List<List<Row>> parts = new ArrayList<>();
    for (int part = 1; part <= 3; part++) {
      parts.add(
          StreamSupport.stream(new LineItemGenerator(SCALE, part, 3).spliterator(), false)
              .map(DedupeOracleIT::row)
              .toList());
    }
    lineItems = InputFolder.write(spark, folder, LINE_ITEM, parts);
  }

  private static Row row(LineItem item) {
    return RowFactory.create(
        item.getOrderKey(),
        item.getPartKey(),
        item.getLineNumber(),
        item.getShipDate(),
        item.getShipMode(),
        item.getComment());
  }

  private static Map<String, Dedupe> family() {
    return Map.of(
        "locator", new LocatorDedupe(1 << 20, folder + "/work"),
        "locator with stored bits", new LocatorDedupe(0, folder + "/work"),
        "window", new WindowDedupe(75, true),
        "max-by", new MaxByDedupe());
  }

  private static void compare(ParquetFolder input, List<String> key, List<String> ordering)
      throws SQLException {
    StructType schema = spark.read().parquet(input.path()).schema();
    List<String> expected = newestByDuckDb(input, schema, key, ordering);
    family()
        .forEach(
            (name, dedupe) -> {
              Deduped newest = dedupe.newest(spark, input, schema, new NewestPer(key, ordering));
              List<String> actual =
                  newest.rows().selectExpr(texts(schema)).collectAsList().stream()
                      .map(row -> row.mkString("|"))
                      .sorted()
                      .toList();
              assertThat(actual).as(name).isEqualTo(expected);
              assertThat(newest.afterWriting().get())
                  .as(name)
                  .isEqualTo(new DedupeCounts(input.rows(), expected.size()));
            });
  }

  /** Rows as text that both engines write alike. */
  private static String[] texts(StructType schema) {
    return Arrays.stream(schema.fieldNames())
        .map(name -> "coalesce(CAST(`" + name + "` AS STRING), 'NULL') AS `" + name + '`')
        .toArray(String[]::new);
  }

  private static List<String> newestByDuckDb(
      ParquetFolder input, StructType schema, List<String> key, List<String> ordering)
      throws SQLException {
    String newestFirst =
        ordering.stream().map(name -> name + " DESC NULLS LAST").collect(Collectors.joining(", "));
    String columns =
        Arrays.stream(schema.fieldNames())
            .map(name -> "coalesce(CAST(" + name + " AS VARCHAR), 'NULL')")
            .collect(Collectors.joining(" || '|' || "));
    List<String> rows = new ArrayList<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT %s FROM read_parquet('%s/*.parquet') QUALIFY row_number() OVER (PARTITION BY %s ORDER BY %s) = 1"
                    .formatted(columns, input.path(), String.join(", ", key), newestFirst))) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows.stream().sorted().toList();
  }

  @Test
  void keepsTheLatestFlightOfEachRoute() throws Exception {
    assertThat(flights.rows()).isEqualTo(FlightsParquet.ROWS);
    // Flights that are equal in all of these are equal as a whole.
    compare(flights, List.of("origin", "destination"), List.of("date", "delay", "distance"));
  }

  @Test
  void keepsTheLastShipmentOfEachPartAndOrder() throws Exception {
    List<String> ordering = List.of("l_shipdate", "l_orderkey", "l_linenumber");
    compare(lineItems, List.of("l_partkey"), ordering);
    compare(lineItems, List.of("l_orderkey"), ordering);
  }

  @Test
  void keepsTheLastShipmentOfSevenHotKeys() throws Exception {
    compare(lineItems, List.of("l_shipmode"), List.of("l_shipdate", "l_orderkey", "l_linenumber"));
  }
}
