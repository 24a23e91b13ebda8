package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.LocalSpark;
import dev.redline.etl.SampleSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats, compressions and what happens to files, through Spark. */
class SourcesTest {
  private static final String HEADER = "part,day,price,stock\n";

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Extracted extract(Path input, String format, double maxRejectRatio) throws IOException {
    String json =
        SampleSpec.parts(input.toString(), folder.toString())
            .replace("\"maxRejectRatio\": 1", "\"maxRejectRatio\": " + maxRejectRatio);
    if (!format.equals("csv")) {
      json = json.replace("\"csv\"", '"' + format + '"').replace(", \"nullToken\": \"NA\"", "");
    }
    JobSpec spec = SampleSpec.of(folder, json);
    InputFiles inputs = InputFiles.find(spec.source(), new Configuration());
    CsvHeader.check(inputs, spec, new Configuration());
    return new Extract(spark, spec, "run1", Instant.parse("2024-03-01T00:00:00Z"), Set.of())
        .run(inputs, folder.resolve("work").toString(), folder.resolve("rejects").toString());
  }

  private List<String> good(Extracted extracted) {
    return spark
        .read()
        .parquet(extracted.good().path())
        .drop("_redline_reason")
        .collectAsList()
        .stream()
        .map(row -> row.get(0) + "|" + row.get(1) + "|" + row.get(2) + "|" + row.get(3))
        .sorted()
        .toList();
  }

  private List<Row> rejects() {
    return spark
        .read()
        .json(folder.resolve("rejects").toString())
        .selectExpr("reason", "position", "raw", "source", "columns")
        .collectAsList();
  }

  @Test
  void readsCompressedEmptyAndPlainFilesOfAFolderTogether() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("a.csv"), HEADER + "A,2024-01-01,1.00,1\n");
    write(new GZIPOutputStream(Files.newOutputStream(in.resolve("b.csv.gz"))), "B");
    BZip2Codec bzip2 = new BZip2Codec();
    bzip2.setConf(new Configuration());
    write(bzip2.createOutputStream(Files.newOutputStream(in.resolve("c.csv.bz2"))), "C");
    write(new ZstdOutputStreamNoFinalizer(Files.newOutputStream(in.resolve("d.csv.zst"))), "D");
    Files.writeString(in.resolve("empty.csv"), "");

    Extracted extracted = extract(in, "csv", 0.5);

    assertThat(good(extracted))
        .containsExactly(
            "A|2024-01-01|1.00|1",
            "B|2024-01-01|1.00|1",
            "C|2024-01-01|1.00|1",
            "D|2024-01-01|1.00|1");
    assertThat(extracted.rawRows()).hasValue(7);
    assertThat(rejects())
        .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
        .containsOnly(tuple("NULL_KEY", 41L, ",2024-01-01,1.00,1"))
        .hasSize(3);
  }

  @Test
  void namesAFileThatIsCutOff() throws Exception {
    Path file = folder.resolve("cut.csv.gz");
    write(new GZIPOutputStream(Files.newOutputStream(file)), "B".repeat(100));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));

    assertThatThrownBy(() -> extract(file, "csv", 1))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(file + " cannot be read")
        .hasMessageContaining("repair the file or take it away");
  }

  private static void write(OutputStream out, String part) throws IOException {
    try (out) {
      String text = HEADER + part + ",2024-01-01,1.00,1\n,2024-01-01,1.00,1\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void readsJsonLines() throws Exception {
    Path file = folder.resolve("parts.json");
    Files.writeString(
        file,
        """
        {"part": "A", "day": "2024-01-02", "price": 12.50, "stock": 3, "more": [1]}
        {"stock": null, "part": 7}
        {"part": "B", "day": 20240101}
        {"part": "C\\u0000"}
        {"part": "D"
        {"part": "E", "day": "2024-03-05"}
        """);

    Extracted extracted = extract(file, "json", 1);

    assertThat(good(extracted)).containsExactly("7|null|null|null", "A|2024-01-02|12.50|3");
    assertThat(rejects())
        .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(4))
        .containsExactlyInAnyOrder(
            tuple("BAD_TIMESTAMP", 103L, "day"),
            tuple("BAD_ENCODING", 134L, "part"),
            tuple("MALFORMED", 154L, ""),
            tuple("FUTURE_TIMESTAMP", 167L, "day"));
  }

  @Test
  void readsParquetByNameWithItsOwnTypesOrOthers() throws Exception {
    spark
        .createDataset(List.of("A", "B", "C", "D", "E1234"), org.apache.spark.sql.Encoders.STRING())
        .coalesce(1)
        .select(
            expr("if(value = 'B', '40000', '3')").as("stock"),
            expr("if(value = 'C', NULL, value)").as("part"),
            expr("if(value = 'D', 123456.5D, 1.5D)").as("price"),
            expr("timestamp'2024-01-02 10:00:00'").as("day"))
        .write()
        .parquet(folder + "/in");
    Files.createFile(folder.resolve("in/part-of-an-interrupted-writer.parquet"));

    Extracted extracted = extract(folder.resolve("in"), "parquet", 1);

    assertThat(good(extracted)).containsExactly("A|2024-01-02|1.50|3");
    assertThat(rejects())
        .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(4))
        .containsExactlyInAnyOrder(
            tuple("TYPE_MISMATCH", 1L, "stock"),
            tuple("NULL_KEY", 2L, "part"),
            tuple("DECIMAL_OVERFLOW", 3L, "price"),
            tuple("TOO_LONG", 4L, "part_no"));
    assertThat(rejects())
        .allSatisfy(row -> assertThat(row.getString(2)).contains("\"day\":\"2024-01-02"));
  }

  /** Writers change over time: widths, a column that comes later, names that look like patterns. */
  @Test
  void readsParquetFilesOfDifferentSchemasTogether() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in/year=2024"));
    duckdb(
        in.resolve("a [1] {x} %20 #ü.parquet"), "'A' AS part, 3::INTEGER AS stock, 1.5 AS price");
    duckdb(in.resolve("b.parquet"), "'B' AS part, 30::BIGINT AS stock, uuid() AS nobody_asks");
    duckdb(
        in.resolve("c.parquet"),
        "'C' AS part, '7' AS stock, TIMESTAMP_NS '2024-01-02 10:00:00.123456789' AS day");
    duckdb(Files.createDirectories(folder.resolve("in/month=1")).resolve("d.parquet"), "1 AS part");

    assertThat(good(extract(folder.resolve("in"), "parquet", 1)))
        .containsExactly(
            "1|null|null|null", "A|null|1.50|3", "B|null|null|30", "C|2024-01-02|null|7");
  }

  @Test
  void namesAFileOrColumnThatSparkCannotRead() throws Exception {
    Path file = folder.resolve("bad.parquet");
    duckdb(file, "uuid() AS part, 1 AS stock, 1 AS price, 1 AS day");

    assertThatThrownBy(() -> extract(file, "parquet", 1))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("column part of file:" + file)
        .hasMessageContaining("has a type that Spark cannot read");
    Files.writeString(file, "PAR1 this is none PAR1");
    assertThatThrownBy(() -> extract(file, "parquet", 1))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(file + " cannot be read as Parquet")
        .hasMessageContaining("correct source.format");
  }

  private static void duckdb(Path file, String select) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("COPY (SELECT " + select + ") TO '" + file + "' (FORMAT parquet)");
    }
  }

  /** Redshift fails the whole load for one text that is no JSON. */
  @Test
  void rejectsRowsWhoseSuperIsNoJson() throws Exception {
    Path file = folder.resolve("super.json");
    Files.writeString(
        file,
        """
        {"part": "A", "stock": {"a": [1, "é"]}}
        {"part": "B", "stock": "text"}
        {"part": "C", "stock": null}
        {"part": "D", "stock": 5}
        {"part": "E", "stock": "{'a': 1}"}
        {"part": "F", "stock": ""}
        """);
    String json =
        SampleSpec.parts(file.toString(), folder.toString())
            .replace("\"csv\"", "\"json\"")
            .replace(", \"nullToken\": \"NA\"", "")
            .replace("\"type\": \"int\"", "\"type\": \"string\"")
            .replace("\"SMALLINT\"", "\"SUPER\"");

    assertThat(good(extract(SampleSpec.of(folder, json))))
        .containsExactly("A|null|null|{\"a\": [1, \"é\"]}", "C|null|null|null", "D|null|null|5");
    assertThat(rejects())
        .extracting(row -> row.get(0), row -> row.get(4))
        .containsOnly(tuple("TYPE_MISMATCH", "stock"))
        .hasSize(3);
  }

  @Test
  void namesAColumnThatParquetDoesNotHave() {
    spark.range(1).toDF("part").write().parquet(folder + "/in");

    assertThatThrownBy(() -> extract(folder.resolve("in"), "parquet", 1))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("schema names column day, which the Parquet files")
        .hasMessageContaining("they have part");
  }

  @Test
  void keepsBytesThatAreNoText() throws Exception {
    Path file = folder.resolve("latin1.csv");
    Files.write(file, (HEADER + "é,2024-01-01,1.00,1\n").getBytes(StandardCharsets.ISO_8859_1));

    extract(file, "csv", 1);

    Row reject =
        spark
            .read()
            .json(folder.resolve("rejects").toString())
            .selectExpr("reason", "raw", "decode(unbase64(raw_base64), 'ISO-8859-1')")
            .first();
    assertThat(reject.getString(0)).isEqualTo("BAD_ENCODING");
    assertThat(reject.getString(1)).isEqualTo("\uFFFD,2024-01-01,1.00,1");
    assertThat(reject.getString(2)).isEqualTo("é,2024-01-01,1.00,1");
  }

  @Test
  void stopsWhenMoreIsRejectedThanTheSpecAllows() throws Exception {
    Path file = folder.resolve("p.csv");
    Files.writeString(file, HEADER + "A,2024-01-01,1.00,1\nNA,,,\nB,,,\nC,,,\n");

    assertThat(extract(file, "csv", 0.25).rejectedByReason()).isEqualTo(Map.of("NULL_KEY", 1L));
    assertThatThrownBy(() -> extract(file, "csv", 0.24))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("1 of 4 rows were rejected {NULL_KEY=1}")
        .hasMessageContaining("maxRejectRatio = 0.24")
        .hasMessageContaining(folder.resolve("rejects").toString());
  }

  @Test
  void namesAFileThatVanishedBeforeItWasRead() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("a.csv"), HEADER + "A,2024-01-01,1.00,1\n");
    Files.writeString(in.resolve("b.csv"), HEADER + "B,2024-01-01,1.00,1\n");
    JobSpec spec = SampleSpec.of(folder, SampleSpec.parts(in.toString(), folder.toString()));
    InputFiles inputs = InputFiles.find(spec.source(), new Configuration());
    Files.delete(in.resolve("b.csv"));

    assertThatThrownBy(
            () ->
                new Extract(spark, spec, "run1", Instant.EPOCH, Set.of())
                    .run(inputs, folder + "/work", folder + "/rejects"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("b.csv changed or vanished while it was read: start the run again");
  }

  @Test
  void keepsDaysAndTimesOfAllCenturies() throws Exception {
    Path file = folder.resolve("centuries.csv");
    Files.writeString(
        file,
        "name,old,at\nA,0001-01-01,0001-01-01T00:00:00Z\nB,1582-10-10,1582-10-10 12:00:00\n"
            + "C,1500-02-28,1899-12-31 23:59:59.999999\nD,9999-12-31,9999-12-31T23:59:59Z\n");
    String json =
        SampleSpec.parts(file.toString(), folder.toString())
            .replaceAll(
                "(?s)\"schema\": \\[.*?]",
                "\"schema\": [{\"name\": \"name\", \"type\": \"string\"}, {\"name\": \"old\","
                    + " \"type\": \"date\"}, {\"name\": \"at\", \"type\": \"timestamp\"}]")
            .replaceAll(
                "(?s)\"columns\": \\[.*?]",
                "\"columns\": [{\"name\": \"name\", \"type\": \"VARCHAR(4)\"}, {\"name\": \"old\","
                    + " \"type\": \"DATE\"}, {\"name\": \"at\", \"type\": \"TIMESTAMP\"}]")
            .replace("[\"part\"]", "[\"name\"]")
            .replace("[\"day\"]", "[\"name\"]");

    Extracted extracted = extract(SampleSpec.of(folder, json));

    assertThat(extracted.rejectedRows()).isZero();
    assertThat(
            spark
                .read()
                .parquet(extracted.good().path())
                .selectExpr("concat(name, ' ', old, ' ', at)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted())
        .containsExactly(
            "A 0001-01-01 0001-01-01 00:00:00",
            "B 1582-10-10 1582-10-10 12:00:00",
            "C 1500-02-28 1899-12-31 23:59:59.999999",
            "D 9999-12-31 9999-12-31 23:59:59");
  }

  private Extracted extract(JobSpec spec) throws IOException {
    InputFiles inputs = InputFiles.find(spec.source(), new Configuration());
    return new Extract(spark, spec, "run1", Instant.parse("2024-03-01T00:00:00Z"), Set.of())
        .run(inputs, folder.resolve("work").toString(), folder.resolve("rejects").toString());
  }

  /** What a spreadsheet writes: mark, CRLF, semicolons, quoted line breaks, a long text. */
  @Test
  void readsWhatASpreadsheetWrites() throws Exception {
    Path file = folder.resolve("sheet.csv");
    String tooLong = "x".repeat(70_000);
    Files.writeString(
        file,
        "\uFEFFpart;day;price;stock\r\n\"A\r\nb\";2024-01-01;1.00;1\r\n"
            + tooLong
            + ";2024-01-01;1.00;1\r\n\"B\";2024-01-01;\"2\n0\";1\r\nC;\"2024-01-01\";\"1e1\";1\r\n");
    String json =
        SampleSpec.parts(file.toString(), folder.toString())
            .replace("\"nullToken\": \"NA\"", "\"delimiter\": \";\", \"multiline\": true");

    Extracted extracted = extract(SampleSpec.of(folder, json));

    assertThat(good(extracted)).containsExactly("A\r\nb|2024-01-01|1.00|1", "C|2024-01-01|10.00|1");
    assertThat(rejects())
        .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2), row -> row.get(4))
        .containsExactlyInAnyOrder(
            tuple("TOO_LONG", 51L, tooLong + ";2024-01-01;1.00;1", "part_no"),
            tuple("TYPE_MISMATCH", 70_071L, "\"B\";2024-01-01;\"2\n0\";1", "price"));
  }

  /** The expression of the first file's row does to the second what another process might. */
  @ParameterizedTest
  @ValueSource(strings = {"vanishes", "changes"})
  void namesAFileThatChangesOrVanishesWhileATaskReads(String what) throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("a.csv"), HEADER + "A,2024-01-01,1.00,1\n");
    String second = in.resolve("b.csv").toString();
    Files.writeString(Path.of(second), HEADER + "B,2024-01-01,1.00,1\n");
    spark
        .udf()
        .register(
            "meddle",
            (org.apache.spark.sql.api.java.UDF1<Integer, Integer>)
                stock -> {
                  if (what.equals("vanishes")) {
                    Files.deleteIfExists(Path.of(second));
                  } else {
                    Files.writeString(Path.of(second), HEADER + "B2,2024-01-01,1.00,1\n");
                  }
                  return stock;
                },
            org.apache.spark.sql.types.DataTypes.IntegerType);
    String json =
        SampleSpec.parts(in.toString(), folder.toString())
            .replace("\"SMALLINT\"", "\"SMALLINT\", \"expression\": \"meddle(stock)\"");

    assertThatThrownBy(() -> extract(SampleSpec.of(folder, json)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("b.csv changed or vanished while it was read: start the run again");
    assertThat(folder.resolve("rejects")).doesNotExist();
  }
}
