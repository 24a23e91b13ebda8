package dev.redline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RedlineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));

  @TempDir Path folder;

  @Test
  void explainsItself() {
    Shell help = Shell.run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("agent-jar", "classify", "report", "templates", "Exit codes:", "Examples:");
    assertThat(Shell.run("--version").out()).startsWith("redline 0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doctor",
        "fire-drill",
        "simulate",
        "agent-jar",
        "classify",
        "dashboard",
        "dashboard-lint",
        "report",
        "templates"
      })
  void explainsEveryCommand(String command) {
    Shell help = Shell.run(command, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: redline " + command);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(Shell.run("replai").exitCode()).isEqualTo(2);
    assertThat(Shell.run("replai").err()).contains("replai");
    assertThat(Shell.run().exitCode()).isEqualTo(2);
    assertThat(Shell.run().err()).contains("Say which command to run.", "agent-jar");
    assertThat(Shell.run("templates").err()).contains("--out");
  }

  @Test
  void writesTheTemplatesThatAreCommitted() throws Exception {
    Path out = folder.resolve("a/b");
    Shell templates = Shell.run("templates", "--out", out.toString());
    assertThat(templates.exitCode()).isZero();
    assertThat(templates.out().lines()).hasSize(2);
    assertThat(out.resolve("redline-alarms.template.json"))
        .hasSameTextualContentAs(ROOT.resolve("alarms/redline-alarms.template.json"));
    assertThat(out.resolve("redline-dashboard.template.json"))
        .hasSameTextualContentAs(ROOT.resolve("dashboards/redline-dashboard.template.json"));
  }

  /** A name that no alarm's name takes: spaces and slashes, a quote, 300 characters. */
  @Test
  void writesTheParametersOfAnyJob() throws Exception {
    String job = "load \"sales\" 2026/11 ".repeat(20).substring(0, 300);
    Shell templates = Shell.run("templates", "--out", folder.toString(), "--job", job);
    assertThat(templates.exitCode()).as(templates.err()).isZero();
    assertThat(templates.err()).contains("alarms call this job load _sales_ 2026/11 ");
    JsonNode alarms = JSON.readTree(folder.resolve("redline-alarms.parameters.json").toFile());
    assertThat(value(alarms, "PublishedJobName")).isEqualTo(job);
    assertThat(value(alarms, "JobName")).hasSize(160).matches("[^\"\\\\]+-[0-9a-f]{12}");
    assertThat(value(alarms, "Environment")).isEqualTo("default");
    JsonNode dashboard =
        JSON.readTree(folder.resolve("redline-dashboard.parameters.json").toFile());
    assertThat(value(dashboard, "JobName")).isEqualTo(value(alarms, "JobName"));
    assertThat(JSON.readTree("\"" + value(dashboard, "PublishedJobName") + "\"").asText())
        .isEqualTo(job);
    JsonNode template = JSON.readTree(folder.resolve("redline-dashboard.template.json").toFile());
    assertThat(value(dashboard, "PublishedJobName"))
        .matches(template.at("/Parameters/PublishedJobName/AllowedPattern").asText());
  }

  @Test
  void writesPlainParametersForAPlainName() throws Exception {
    Shell templates =
        Shell.run("templates", "--out", folder.toString(), "--job", "a b/c", "--environment", "x");
    assertThat(templates.err()).isEmpty();
    JsonNode alarms = JSON.readTree(folder.resolve("redline-alarms.parameters.json").toFile());
    assertThat(alarms.findValuesAsText("ParameterKey")).containsExactly("JobName", "Environment");
    assertThat(Shell.run("templates", "--out", folder.toString(), "--job", " ").err())
        .contains("--job is blank");
    assertThat(
            Shell.run(
                    "templates",
                    "--out",
                    folder.toString(),
                    "--job",
                    "a",
                    "--environment",
                    "\u200b")
                .err())
        .contains("--environment");
  }

  private static String value(JsonNode parameters, String key) {
    for (JsonNode parameter : parameters) {
      if (parameter.path("ParameterKey").asText().equals(key)) {
        return parameter.path("ParameterValue").asText();
      }
    }
    return "";
  }

  @Test
  void refusesAFileWhereAFolderBelongs() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Shell templates = Shell.run("templates", "--out", file.toString());
    assertThat(templates.exitCode()).isEqualTo(2);
    assertThat(templates.err()).contains(file + " is a file: give --out a folder");
  }

  @Test
  void namesARunRecordThatIsMissingOrIsNone() throws Exception {
    Path missing = folder.resolve("no.json");
    Shell none = Shell.run("report", missing.toString(), "-o", "x.html");
    assertThat(none.exitCode()).isNotZero();
    assertThat(none.err()).contains(missing.toString());
    Path garbage = Files.writeString(folder.resolve("garbage.json"), "{\"a\":");
    Shell broken =
        Shell.run("report", garbage.toString(), "-o", folder.resolve("x.html").toString());
    assertThat(broken.exitCode()).isNotZero();
    assertThat(broken.err()).contains(garbage.toString());
    assertThat(folder.resolve("x.html")).doesNotExist();
  }

  @Test
  void classifiesALineAtATime() {
    String reasons =
        """
        Command exited with code 52
        \\nThe executor with id 1 exited with exit code 137(SIGKILL, possible container OOM).\\n

        Executor killed by driver.
        """;
    assertThat(Shell.runWith(Shell.utf8(reasons), "classify").out())
        .isEqualTo(
            """
            HEAP_OOM\ttrue\texit-52
            KILLED\ttrue\texit-137
            UNKNOWN\tfalse\tempty
            SCALED_IN\tfalse\tdriver-killed
            """);
  }

  static Stream<Arguments> inputLines() {
    return Stream.of(
        Arguments.of("", 0),
        Arguments.of("\n", 1),
        Arguments.of("\n\n", 2),
        Arguments.of("Executor killed by driver.", 1),
        Arguments.of("Executor killed by driver.\r\nCommand exited with code 52\r\n", 2),
        Arguments.of("a\rb\u2028c\u0085d\n", 1),
        Arguments.of("\u0000\n\u0000", 2));
  }

  @ParameterizedTest
  @MethodSource("inputLines")
  void answersAsManyLinesAsCameIn(String reasons, int lines) {
    Shell classified = Shell.runWith(Shell.utf8(reasons), "classify");
    assertThat(classified.exitCode()).isZero();
    assertThat(classified.out().chars().filter(c -> c == '\n')).hasSize(lines);
  }

  /** Whoever writes a line and waits for the answer would wait for ever. */
  @Test
  void answersALineBeforeTheNextComes() throws Exception {
    InputStream before = System.in;
    try (PipedOutputStream ask = new PipedOutputStream();
        PipedInputStream answers = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(answers)) {
      System.setIn(new PipedInputStream(ask));
      CommandLine command = Redline.commandLine();
      command.setOut(new PrintWriter(out, false, StandardCharsets.UTF_8));
      Thread classify = new Thread(() -> command.execute("classify"), "classify");
      classify.start();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
      for (String code : List.of("52", "137")) {
        ask.write(Shell.utf8("Command exited with code " + code + "\n"));
        ask.flush();
        assertThat(lines.readLine()).endsWith("\texit-" + code);
      }
      ask.close();
      classify.join(60_000);
      assertThat(classify.isAlive()).isFalse();
    } finally {
      System.setIn(before);
    }
  }

  /** Like the reasons of a cluster that never ends, of which head reads one. */
  @Test
  void endsWhereNobodyReadsItsAnswers() {
    InputStream before = System.in;
    System.setIn(
        new InputStream() {
          @Override
          public int read() {
            return '\n';
          }

          @Override
          public int available() {
            return 1;
          }
        });
    try {
      CommandLine command = Redline.commandLine();
      command.setOut(
          new PrintWriter(
              new OutputStreamWriter(
                  new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                      throw new IOException("Broken pipe");
                    }
                  },
                  StandardCharsets.UTF_8)));
      assertThat(command.execute("classify")).isZero();
    } finally {
      System.setIn(before);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void classifiesWhateverComesInLineByLine(long seed) {
    Random random = new Random(seed);
    byte[] noise = new byte[200_000];
    random.nextBytes(noise);
    noise[noise.length - 1] = '\n';
    long lines = 0;
    for (byte b : noise) {
      lines += b == '\n' ? 1 : 0;
    }
    Shell classified = Shell.runWith(noise, "classify");
    assertThat(classified.exitCode()).isZero();
    assertThat(classified.out().split("\n")).hasSize((int) lines);
    assertThat(classified.out().split("\n"))
        .allMatch(line -> line.matches("[A-Z_]+\t(true|false)\t[a-z0-9-]+"));
  }
}
