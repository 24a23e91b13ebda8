package dev.redline.dashboards.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens reports in a real browser; the pages and their pictures stay in target/report. */
class ReportBrowserIT {
  private static final Path OUT =
      Path.of(System.getProperty("redline.root"), "dashboards", "target", "report");

  private static @Nullable Playwright playwright;
  private static @Nullable Browser browser;

  /** What went wrong in the pages of this test. */
  private final List<String> problems = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    Path executable = Browsers.required();
    Files.createDirectories(OUT);
    playwright = Browsers.driver();
    browser = Browsers.launch(playwright, executable);
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "healthy, LIGHT, 1200",
    "healthy, DARK, 1200",
    "healthy, LIGHT, 390",
    "warning, LIGHT, 1200",
    "warning, DARK, 1200",
    "warning, LIGHT, 390",
    "stopped, LIGHT, 1200",
    "stopped, DARK, 1200",
    "stopped, DARK, 390",
  })
  void drawsEveryChartWithoutComplaint(String name, ColorScheme scheme, int width)
      throws IOException {
    try (BrowserContext context = context(scheme, width)) {
      Page page = open(context, name, run(name));
      assertThat(page.locator("html").getAttribute("data-drawn")).isEqualTo("8");
      assertThat(page.evaluate("document.documentElement.scrollWidth"))
          .as("nothing sticks out sideways")
          .isEqualTo(width);
      page.screenshot(
          new ScreenshotOptions()
              .setFullPage(true)
              .setPath(OUT.resolve("%s-%s-%d.png".formatted(name, scheme, width))));
      // After the picture: a canvas that was read back is empty in the next one.
      assertThat(paintedShare(page, "shuffle")).isGreaterThan(0.01);
      assertThat(paintedShare(page, "executors")).isGreaterThan(0.01);
      assertThat(problems).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"healthy", "warning", "stopped"})
  void showsTheNumbersOfTheRecord(String name) throws IOException {
    RunRecord run = run(name);
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      Page page = open(context, name, run);
      assertThat(page.locator("#verdict").innerText()).contains(run.verdict().summary());
      assertThat(figure(page, "tasks-failed")).isEqualTo(Long.toString(run.totals().failedTasks()));
      assertThat(figure(page, "executor-losses-counted"))
          .isEqualTo(Integer.toString(run.totals().countedLosses()));
      assertThat(page.locator("#losses tbody tr").count()).isEqualTo(run.losses().size());
      assertThat(page.locator("#timeline tbody tr").count()).isEqualTo(run.timeline().size());
      Object drawn =
          page.evaluate(
              "Chart.getChart(document.querySelector('canvas[data-panel=shuffle]'))"
                  + ".data.datasets[0].data.at(-1).y");
      long last = run.timeline().get(run.timeline().size() - 1).shuffleWriteBytes();
      assertThat(((Number) drawn).longValue()).isEqualTo(last);
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void keepsAHostileNameText() throws IOException {
    String hostile = "</script><img src=x onerror=alert(1)>";
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      Page page = open(context, "hostile", SampleRuns.named(SampleRuns.stopped(), hostile));
      assertThat(page.locator("h1").innerText()).isEqualTo(hostile);
      assertThat(page.locator("img").count()).isZero();
      assertThat(page.locator("html").getAttribute("data-drawn")).isEqualTo("8");
      assertThat(problems).isEmpty();
    }
  }

  /** Ten hours on 10,000 executors, recorded as the agent records them. */
  @Test
  void drawsTheLargestRecordAtOnce() throws IOException {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      long before = System.nanoTime();
      Page page = open(context, "largest", SampleRuns.largest());
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      assertThat(page.locator("#losses tbody tr").count()).isEqualTo(RunRecord.MAX_LOSSES);
      Object milliseconds =
          page.evaluate(
              "() => { const start = performance.now();"
                  + " for (const canvas of document.querySelectorAll('canvas'))"
                  + " Chart.getChart(canvas).update('none'); return performance.now() - start; }");
      assertThat(((Number) milliseconds).doubleValue()).isLessThan(2_000);
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void letsNoForeignScriptRun() throws IOException {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      Page page = open(context, "healthy", SampleRuns.healthy());
      page.evaluate(
          "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
              + " document.body.append(s); }");
      assertThat(page.evaluate("window.ran === undefined")).isEqualTo(true);
      assertThat(problems).hasSize(1).first().asString().contains("Content Security Policy");
    }
  }

  @Test
  void zoomsToValuesFarBelowTheRedlineByKeyboard() throws IOException {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      Page page = open(context, "healthy", SampleRuns.healthy());
      String top =
          "Chart.getChart(document.querySelector('canvas[data-panel=shuffle]')).scales.y.max";
      assertThat(((Number) page.evaluate(top)).doubleValue()).isGreaterThan(10.0 * (1L << 30));
      page.locator("#shuffle button").focus();
      page.keyboard().press("Enter");
      assertThat(((Number) page.evaluate(top)).doubleValue())
          .isBetween(38.0 * (1L << 20), 60.0 * (1L << 20));
      assertThat(page.locator("#shuffle button").innerText()).isEqualTo("Show the redline");
      assertThat(problems).isEmpty();
    }
  }

  /** With everything unfolded but the long table of the charts, in which axe takes minutes. */
  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void hasNoBarrierThatAxeKnows(ColorScheme scheme) throws IOException {
    try (BrowserContext context = context(scheme, 1200)) {
      Page page = open(context, "stopped", SampleRuns.stopped());
      page.evaluate(
          "document.querySelectorAll('details:not(#timeline)').forEach(d => d.open = true)");
      assertThat(Barriers.of(page)).isEmpty();
    }
  }

  @Test
  void canBeWalkedByKeyboard() throws IOException {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      Page page = open(context, "stopped", SampleRuns.stopped());
      List<String> stops = new ArrayList<>();
      for (int i = 0; i < 44; i++) {
        page.keyboard().press("Tab");
        stops.add(
            (String)
                page.evaluate(
                    "() => { const e = document.activeElement;"
                        + " return e.dataset.panel || e.textContent.slice(0, 24); }"));
      }
      assertThat(stops)
          .as("in the order of the page, and no trap")
          .containsSubsequence(
              "shuffle",
              "Zoom to the values",
              "memory",
              "utilization",
              "executors",
              "spill",
              "repeated",
              "gc",
              "cost",
              "The charts as a table",
              "What the numbers mean");
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void readsAChartOutByArrowKeys() throws IOException {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      Page page = open(context, "stopped", SampleRuns.stopped());
      page.locator("canvas[data-panel=executors]").focus();
      page.keyboard().press("End");
      page.keyboard().press("ArrowLeft");
      assertThat(page.locator("[role=status]").textContent())
          .isEqualTo("3:46 into the run; alive 4; executor 4 lost: HEAP_OOM, counts");
      page.keyboard().press("Home");
      assertThat(page.locator("[role=status]").textContent()).startsWith("0:00 into the run");
      page.keyboard().press("Escape");
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void movesNothingByItself() throws IOException {
    try (BrowserContext context = context(ColorScheme.LIGHT, 1200)) {
      Page page = open(context, "healthy", SampleRuns.healthy());
      assertThat(page.evaluate("document.getAnimations().length")).isEqualTo(0);
      assertThat(
              page.evaluate(
                  "Object.values(Chart.instances).every(c => c.options.animation === false)"))
          .isEqualTo(true);
    }
  }

  @Test
  void canBeReadWithoutJavaScript() throws IOException {
    NewContextOptions options = new NewContextOptions().setJavaScriptEnabled(false);
    try (BrowserContext context = browser().newContext(options)) {
      Page page = open(context, "stopped", SampleRuns.stopped());
      assertThat(page.locator("#verdict").innerText()).contains("STOPPED");
      assertThat(page.locator("#shuffle-figure .value").innerText()).isEqualTo("760 MiB");
      assertThat(page.locator("#shuffle figcaption").innerText()).contains("760 MiB");
      assertThat(page.locator("#losses tbody tr").count()).isEqualTo(5);
    }
  }

  @Test
  void printsOnLightPaper() throws IOException {
    try (BrowserContext context = context(ColorScheme.DARK, 1200)) {
      Page page = open(context, "warning", SampleRuns.warning());
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(page.evaluate("getComputedStyle(document.body).color"))
          .isEqualTo("rgb(27, 36, 48)");
      assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
          .isEqualTo("rgb(255, 255, 255)");
      assertThat(
              page.evaluate(
                  "Chart.getChart(document.querySelector('canvas')).options.scales.y.ticks.color"))
          .as("the charts are drawn anew in the colours of paper")
          .isEqualTo("#5a6676");
      page.screenshot(
          new ScreenshotOptions().setFullPage(true).setPath(OUT.resolve("warning-print.png")));
      page.pdf(new Page.PdfOptions().setFormat("A4").setPath(OUT.resolve("warning.pdf")));
      assertThat(OUT.resolve("warning.pdf")).isNotEmptyFile();
      assertThat(problems).isEmpty();
    }
  }

  private BrowserContext context(ColorScheme scheme, int width) {
    return browser()
        .newContext(
            new NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, 900)
                .setDeviceScaleFactor(width < 500 ? 2 : 1));
  }

  private Page open(BrowserContext context, String name, RunRecord run) throws IOException {
    Path file = Files.writeString(OUT.resolve(name + ".html"), Report.html(run));
    String address = file.toUri().toString();
    Page page = context.newPage();
    page.onRequest(
        request -> {
          if (!request.url().equals(address) && !request.url().startsWith("data:")) {
            problems.add("request to " + request.url());
          }
        });
    page.onConsoleMessage(message -> problems.add("console: " + message.text()));
    page.onPageError(error -> problems.add("error: " + error));
    page.onDialog(
        dialog -> {
          problems.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.navigate(address);
    return page;
  }

  private static String figure(Page page, String metric) {
    String name = "redline." + metric.replace('-', '.');
    return page.locator("[data-metric='" + name + "']").innerText();
  }

  /** How much of a canvas is not empty. */
  private static double paintedShare(Page page, String panel) {
    Object share =
        page.evaluate(
            "id => { const c = document.querySelector(`canvas[data-panel=${id}]`);"
                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + " let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++;"
                + " return n / (d.length / 4); }",
            panel);
    return ((Number) share).doubleValue();
  }

  private static RunRecord run(String name) {
    return switch (name) {
      case "healthy" -> SampleRuns.healthy();
      case "warning" -> SampleRuns.warning();
      case "stopped" -> SampleRuns.stopped();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Browser browser() {
    if (browser == null) {
      throw new IllegalStateException("the browser was not started");
    }
    return browser;
  }
}
