package dev.redline.etl.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.redline.etl.JobSpec;
import dev.redline.etl.LocalSpark;
import dev.redline.etl.SampleSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractTest {
  private static final String CSV =
      """
      part,day,price,stock
      A1,2024-01-02,12.50,3
      A1,2024-01-01,,
      "B,2",2024-02-01,NA,40
      NA,2024-01-01,1.00,1
      "",2024-01-01,1.00,1
      C1,yesterday,1.00,1
      C2,2024-01-01,12345.00,1
      C3,2024-01-01,1.00,1.5
      C4,2024-01-01,1.00,40000
      C5,2024-01-01,1.00
      C6,2024-01-01,1.00,1,extra
      ööö,2024-01-01,1.00,1
      """;

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Extracted extract(Path input) throws IOException {
    return extract(input, Set.of());
  }

  private Extracted extract(Path input, Set<String> notNull) throws IOException {
    JobSpec spec = SampleSpec.of(folder, SampleSpec.parts(input.toString(), folder.toString()));
    return new Extract(spark, spec, "run1", Instant.parse("2024-03-01T00:00:00Z"), notNull)
        .run(
            InputFiles.find(spec.source(), new Configuration()),
            folder.resolve("work").toString(),
            folder.resolve("rejects").toString());
  }

  @Test
  void refusesNullWhereTheTableDoesAfterEveryOtherReason() throws Exception {
    Path input =
        Files.writeString(
            folder.resolve("parts.csv"),
            "part,day,price,stock\nA,,1.00,1\nB,2024-01-01,,\nC,2024-01-01,1.00,x\nD,,,\n");

    Extracted extracted = extract(input, Set.of("part_no", "price", "stock", "of_no_account"));

    List<Row> rejects =
        spark
            .read()
            .json(folder.resolve("rejects").toString())
            .select("reason", "columns", "raw")
            .collectAsList();
    assertThat(rejects)
        .extracting(row -> row.getString(0), row -> row.getString(1), ExtractTest::partOf)
        .containsExactlyInAnyOrder(
            tuple("NULL_VALUE", "price, stock", "B"),
            tuple("TYPE_MISMATCH", "stock", "C"),
            tuple("NULL_VALUE", "price, stock", "D"));
    assertThat(extracted.good().rows()).isEqualTo(1);
  }

  @Test
  void sendsEachRowThatDoesNotFitToTheQuarantineWithItsReason() throws Exception {
    Extracted extracted = extract(Files.writeString(folder.resolve("parts.csv"), CSV));

    List<Row> rejects =
        spark
            .read()
            .json(folder.resolve("rejects").toString())
            .select("reason", "columns", "raw", "source", "run_id")
            .collectAsList();
    assertThat(rejects)
        .extracting(row -> row.getString(0), row -> row.getString(1), ExtractTest::partOf)
        .containsExactlyInAnyOrder(
            tuple("NULL_KEY", "part", "NA"),
            tuple("NULL_KEY", "part", "\"\""),
            tuple("BAD_TIMESTAMP", "day", "C1"),
            tuple("DECIMAL_OVERFLOW", "price", "C2"),
            tuple("TYPE_MISMATCH", "stock", "C3"),
            tuple("TYPE_MISMATCH", "stock", "C4"),
            tuple("MALFORMED", "", "C5"),
            tuple("MALFORMED", "", "C6"),
            tuple("TOO_LONG", "part_no", "ööö"));
    assertThat(rejects)
        .allSatisfy(
            row -> {
              assertThat(row.getString(3)).endsWith("/parts.csv");
              assertThat(row.getString(4)).isEqualTo("run1");
            });
    assertThat(extracted.rejectedByReason())
        .isEqualTo(
            Map.of(
                "NULL_KEY", 2L,
                "TYPE_MISMATCH", 2L,
                "BAD_TIMESTAMP", 1L,
                "DECIMAL_OVERFLOW", 1L,
                "MALFORMED", 2L,
                "TOO_LONG", 1L));
    assertThat(extracted.rejectedRows()).isEqualTo(9);
    assertThat(extracted.rawRows()).hasValue(12);
  }

  private static String partOf(Row reject) {
    return reject.getString(2).split(",")[0];
  }

  @Test
  void keepsGoodRowsInTheTargetsTypesWithMissingValuesMissing() throws Exception {
    Extracted extracted = extract(Files.writeString(folder.resolve("parts.csv"), CSV));

    assertThat(
            spark
                .read()
                .parquet(extracted.good().path())
                .select("part_no", "day", "price", "stock")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder(
            "[A1,2024-01-02,12.50,3]", "[A1,2024-01-01,null,null]", "[B,2,2024-02-01,null,40]");
    assertThat(extracted.good().rows()).isEqualTo(3);
  }

  @Test
  void readsPlainAndCompressedFilesOfAFolderTogether() throws Exception {
    Path input = Files.createDirectories(folder.resolve("in"));
    Files.writeString(input.resolve("a.csv"), "part,day,price,stock\nA,2024-01-01,1.00,1\n");
    Files.write(input.resolve("b.csv.gz"), gzip("part,day,price,stock\nB,2024-01-01,1.00,1\n"));
    Files.writeString(input.resolve("empty.csv"), "");

    Extracted extracted = extract(input);

    assertThat(extracted.good().rows()).isEqualTo(2);
    assertThat(extracted.rawRows()).hasValue(2);
    assertThat(extracted.rejectedByReason()).isEmpty();
    assertThat(folder.resolve("rejects")).doesNotExist();
  }

  @Test
  void survivesAnInputWithoutAGoodRow() throws Exception {
    Extracted extracted =
        extract(Files.writeString(folder.resolve("p.csv"), "part,day,price,stock\nNA,,,\n"));

    assertThat(extracted.good().rows()).isZero();
    assertThat(extracted.rejectedByReason()).isEqualTo(Map.of("NULL_KEY", 1L));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
