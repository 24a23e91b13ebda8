package dev.redline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.redline.dashboards.report.Browsers;
import dev.redline.listener.run.Json;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.VerdictFile;
import dev.redline.replay.RunFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the page of a run shows, in a browser, against the run's verdict file and record, written by
 * the agent's own engine and writer from the events of real runs.
 */
class ReportNumbersIT {
  private static final Path LOGS =
      Path.of(System.getProperty("redline.root"), "sample-data", "event-logs");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Map<String, String> WORDS =
      Map.of("HEALTHY", "HEALTHY", "WARN", "WARN", "STOP", "WOULD STOP");
  private static final Map<String, String> ANSWERS =
      Map.of("NO", "No:", "YES", "Yes:", "YES_WITH_MORE_MEMORY", "Yes, with more memory");

  private static @Nullable Playwright playwright;
  private static @Nullable Browser browser;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    Path executable = Browsers.required();
    playwright = Browsers.driver();
    browser = Browsers.launch(playwright, executable);
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      playwright.close();
    }
  }

  static Stream<Path> logs() throws IOException {
    try (Stream<Path> logs = Files.list(LOGS)) {
      return logs.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void thePageSaysWhatTheVerdictFileSays(Path log) throws Exception {
    RunRecord run = RunFile.read(log, Map.of(), new PrintWriter(new StringWriter()));
    Path record = Files.writeString(folder.resolve("run.json"), Json.write(run));
    Path file =
        Files.writeString(folder.resolve("verdict.json"), Json.write(VerdictFile.of(run, 86)));
    JsonNode verdict = JSON.readTree(file.toFile());

    for (Path input : List.of(record, log)) {
      try (Page page = open(input)) {
        assertThat(JSON.readTree(text(page, "#verdict-file pre"))).isEqualTo(verdict);
        saysWhatWasConcluded(page, verdict);
        saysWhatFollows(page, verdict);
        saysWhichRun(page, verdict, run);
        showsTheNumbers(page, JSON.readTree(record.toFile()));
      }
    }
  }

  private static void saysWhatWasConcluded(Page page, JsonNode verdict) {
    String word = WORDS.get(verdict.path("verdict").asText());
    assertThat(text(page, "#verdict strong")).isEqualTo(word);
    assertThat(text(page, "#verdict span")).isEqualTo(verdict.path("summary").asText());
    assertThat(text(page, "title")).endsWith(": " + word);
    if (verdict.path("policy").asText().isEmpty()) {
      assertThat(page.locator("#why").count()).isZero();
      return;
    }
    String settled = text(page, "#why li:first-child");
    assertThat(settled)
        .contains("by the rule " + verdict.path("policy").asText())
        .contains(utc(verdict.path("atMs").asLong()));
    if (!verdict.path("cause").isNull()) {
      assertThat(settled).contains("cause " + verdict.path("cause").asText() + ":");
    }
    assertThat(texts(page, "#why li:not(:first-child)"))
        .containsExactlyElementsOf(strings(verdict.path("evidence")));
  }

  private static void saysWhatFollows(Page page, JsonNode verdict) {
    assertThat(texts(page, "#change li")).containsAll(strings(verdict.path("advice")));
    assertThat(texts(page, "#notes li")).containsExactlyElementsOf(strings(verdict.path("notes")));
    if (!verdict.path("verdict").asText().equals("HEALTHY")) {
      assertThat(text(page, "#again li"))
          .startsWith(Objects.requireNonNull(ANSWERS.get(verdict.path("retry").asText())));
    }
  }

  private static void saysWhichRun(Page page, JsonNode verdict, RunRecord run) {
    assertThat(text(page, "h1")).isEqualTo(verdict.path("jobName").asText());
    assertThat(fact(page, "Application")).isEqualTo(verdict.path("appName").asText());
    assertThat(fact(page, "Application id")).isEqualTo(verdict.path("appId").asText());
    assertThat(fact(page, "Environment")).isEqualTo(verdict.path("environment").asText());
    assertThat(fact(page, "Mode")).startsWith(verdict.path("mode").asText() + ",");
    assertThat(fact(page, "Started")).isEqualTo(utc(run.startedAtMs()));
    assertThat(fact(page, "Ended")).isEqualTo(utc(run.endedAtMs()));
  }

  /** Every number of the page that has one in the record, in the page's own rounding. */
  private static void showsTheNumbers(Page page, JsonNode record) {
    JsonNode totals = record.path("totals");
    assertThat(metric(page, "tasks.finished")).isEqualTo(count(totals.path("tasks")));
    assertThat(metric(page, "tasks.failed")).isEqualTo(count(totals.path("failedTasks")));
    assertThat(metric(page, "executor.losses.counted"))
        .isEqualTo(count(totals.path("countedLosses")));
    close(metric(page, "shuffle.total"), totals.path("shuffleWriteBytes"));
    close(
        metric(page, "executor.memory.live.heap"), percent(totals.at("/peakMemory/liveHeapRatio")));
    close(
        metric(page, "executor.memory.overhead"), percent(totals.at("/peakMemory/overheadRatio")));
    close(metric(page, "worker.utilization"), percent(totals.path("workerUtilization")));
    close(limit(page, "shuffle-figure"), record.at("/limits/shuffleBytes"));
    close(limit(page, "live-heap-figure"), percent(record.at("/limits/memoryRatio")));
    close(limit(page, "utilization-figure"), percent(record.at("/limits/utilizationRatio")));
    showsTheLosses(page, record);
  }

  private static void showsTheLosses(Page page, JsonNode record) {
    JsonNode losses = record.path("losses");
    assertThat(page.locator("#losses tbody tr").count()).isEqualTo(losses.size());
    for (JsonNode loss : losses) {
      List<String> row =
          page.locator("#losses tbody tr")
              .filter(
                  new com.microsoft.playwright.Locator.FilterOptions()
                      .setHas(
                          page.locator(
                              "td:nth-child(2):text-is('"
                                  + loss.path("executorId").asText()
                                  + "')")))
              .locator("td")
              .allTextContents();
      long seconds = (loss.path("atMs").asLong() - record.path("startedAtMs").asLong()) / 1000;
      assertThat(row.get(0)).isEqualTo("%d:%02d".formatted(seconds / 60, seconds % 60));
      assertThat(row.get(2)).startsWith(loss.path("cause").asText());
      assertThat(row.get(3)).isEqualTo(loss.path("counted").asBoolean() ? "yes" : "no");
      assertThat(row.get(4)).isEqualTo(loss.path("ruleId").asText());
      assertThat(row.get(5)).endsWith(loss.path("reason").asText());
    }
  }

  /** Both inputs: the record that the agent wrote, and the event log. */
  @Test
  void anApplicationsNameStaysTextWhateverIsInIt() throws Exception {
    Path log = Files.writeString(folder.resolve("hostile-log"), hostileLog());
    RunRecord run = RunFile.read(log, Map.of(), new PrintWriter(new StringWriter()));
    Path record = Files.writeString(folder.resolve("run.json"), Json.write(run));
    for (Path input : List.of(record, log)) {
      List<String> problems = new ArrayList<>();
      try (Page page = blank()) {
        page.onConsoleMessage(message -> problems.add(message.text()));
        page.onPageError(problems::add);
        page.onDialog(
            dialog -> {
              problems.add(dialog.message());
              dialog.dismiss();
            });
        page.navigate(report(input));
        assertThat(text(page, "h1")).isEqualTo(HOSTILE);
        assertThat(fact(page, "Application")).isEqualTo(HOSTILE);
        assertThat(text(page, "title")).startsWith(HOSTILE);
        assertThat(page.locator("img").count()).isZero();
        assertThat(page.locator("html").getAttribute("data-drawn")).isNotEqualTo("0");
        assertThat(problems).isEmpty();
      }
    }
  }

  private static String hostileLog() throws IOException {
    Path log = logs().filter(path -> path.toString().contains("heap")).findFirst().orElseThrow();
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(log)))) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return text.replaceAll(
          "\"(App Name|spark.app.name)\":\"[^\"]*\"", "\"$1\":\"" + HOSTILE + "\"");
    }
  }

  private Page open(Path run) {
    Page page = blank();
    page.navigate(report(run));
    return page;
  }

  private static Page blank() {
    Page page = Objects.requireNonNull(browser).newPage();
    page.setDefaultTimeout(60_000);
    return page;
  }

  private String report(Path run) {
    Path html = folder.resolve("report.html");
    Shell shell = Shell.run("report", run.toString(), "-o", html.toString());
    assertThat(shell.exitCode()).as(shell.err()).isZero();
    return html.toUri().toString();
  }

  private static String text(Page page, String selector) {
    return Objects.requireNonNull(page.locator(selector).first().textContent());
  }

  private static List<String> texts(Page page, String selector) {
    return page.locator(selector).allTextContents();
  }

  private static String fact(Page page, String name) {
    return text(page, ".facts div:has(dt:text-is('" + name + "')) dd");
  }

  private static String metric(Page page, String name) {
    return text(page, "[data-metric='redline." + name + "']");
  }

  /** The limit in a tile's last words, such as "redline 80 %". */
  private static String limit(Page page, String tile) {
    return text(page, "#" + tile + " .standing")
        .replaceAll(".*(?:redline|of|at least) ([\\d.]+ [%\\w]+).*", "$1");
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(text -> strings.add(text.asText()));
    return strings;
  }

  private static String utc(long atMs) {
    return UTC.format(Instant.ofEpochMilli(atMs));
  }

  private static String count(JsonNode number) {
    return String.format(Locale.ROOT, "%,d", number.asLong());
  }

  private static JsonNode percent(JsonNode ratio) {
    return ratio.isNumber() ? JSON.getNodeFactory().numberNode(100 * ratio.asDouble()) : ratio;
  }

  /** A number as a reader reads it, within its rounding. */
  private static void close(String shown, JsonNode number) {
    if (!number.isNumber()) {
      assertThat(shown).isEqualTo("not measured");
      return;
    }
    double scale =
        switch (shown.replaceAll("[\\d.,<]+ ", "").strip()) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          default -> 1;
        };
    double read = scale * Double.parseDouble(shown.replaceAll("[^\\d.]", ""));
    assertThat(read)
        .isCloseTo(number.asDouble(), org.assertj.core.data.Offset.offset(0.51 * scale));
  }
}
