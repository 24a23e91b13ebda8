package dev.redline.etl.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.JobSpec;
import dev.redline.etl.JobSpec.CsvFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultilineReaderTest {
  private static final CsvFormat DOUBLED = new CsvFormat(true, "NA", ',', '"', '"', true);
  private static final CsvFormat ESCAPED = new CsvFormat(false, "NA", ';', '\'', '\\', true);

  @TempDir Path folder;

  private List<String> records(CsvFormat format, String... files) throws IOException {
    List<Slice> slices = new ArrayList<>();
    for (String text : files) {
      Path file = Files.writeString(Files.createTempFile(folder, "f", ".csv"), text);
      slices.add(new Slice(file.toString(), 0, Files.size(file), true));
    }
    JobSpec.Source source = new JobSpec.Source(JobSpec.Format.CSV, "", format);
    List<String> records = new ArrayList<>();
    try (RecordReader reader = RecordReader.of(source, slices, new Configuration())) {
      reader.forEachRemaining(
          record ->
              records.add(
                  record.position()
                      + ":"
                      + new String(record.bytes(), 0, record.lengthBytes(), UTF_8)));
    }
    return records;
  }

  @Test
  void keepsLineBreaksWithinQuotesExactlyAndSaysWhereARecordBegins() throws IOException {
    assertThat(
            records(DOUBLED, "\uFEFFa,b\r\n1,\"x\r\n\r\n \ny\"\"\n\"\r\n\r\n \n2,\"\"\n3,é\"\n4,5"))
        .containsExactly("8:1,\"x\r\n\r\n \ny\"\"\n\"", "29:2,\"\"", "34:3,é\"", "40:4,5");
  }

  @Test
  void readsTheFieldsAsTheyAre() throws IOException {
    String record = records(DOUBLED, "a,b\n1,\"x\r\n\n,\"\"y\"\"\"\n").get(0);
    CsvRecordParser parser = new CsvRecordParser(DOUBLED, 2);

    assertThat(Objects.requireNonNull(parser.parse(record.substring(record.indexOf(':') + 1))))
        .containsExactly("1", "x\r\n\n,\"y\"");
  }

  @Test
  void leavesOutTheHeaderOfEachFileAlsoWhereItGoesOverLines() throws IOException {
    assertThat(records(DOUBLED, "\n\"a\nb\",c\n1,2\n", "", "a,b\n3,4\n"))
        .containsExactly("9:1,2", "4:3,4");
  }

  @Test
  void knowsAnEscapeThatIsNoQuote() throws IOException {
    assertThat(records(ESCAPED, "1;'a\\'\nb\\\\'\n2;c'd\n3;'e\\\nf'\n"))
        .containsExactly("0:1;'a\\'\nb\\\\'", "12:2;c'd", "18:3;'e\\\nf'");
  }

  /** The line with the bad quote is refused by whoever parses it; the others are whole. */
  @Test
  void losesOnlyTheLineOfABadQuote() throws IOException {
    assertThat(records(DOUBLED, "h\n1,\"open\n2,b\n3,\"c\"\n4,\"d\n\"\n5,e\n"))
        .containsExactly("2:1,\"open", "10:2,b", "14:3,\"c\"", "20:4,\"d\n\"", "27:5,e");
    assertThat(records(DOUBLED, "h\n1,a\n2,\"open\n3,c\n", "h\n4,\"d\"\n"))
        .containsExactly("2:1,a", "6:2,\"open", "14:3,c", "2:4,\"d\"");
  }

  @Test
  void givesUpAQuoteThatStaysOpenForFourMegabytes() throws IOException {
    char[] filler = new char[1 << 20];
    Arrays.fill(filler, 'x');
    String line = new String(filler) + "\n";
    List<String> records = records(DOUBLED, "h\n\"open\n" + line.repeat(6) + "last\n");

    assertThat(records).hasSize(8).startsWith("2:\"open").endsWith("6291470:last");
  }
}
