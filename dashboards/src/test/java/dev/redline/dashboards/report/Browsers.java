package dev.redline.dashboards.report;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's own Chromium or Chrome, driven by Playwright; none is ever downloaded. */
public final class Browsers {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final Path MAC_CHROME =
      Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  private Browsers() {}

  /** Starts Playwright's driver, told not to download browsers. */
  public static Playwright driver() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /** Where the browser is; skips the test where there is none, or fails it with CI=true. */
  public static Path required() {
    Optional<Path> found = find();
    if (found.isEmpty()) {
      String remedy =
          "no Chromium or Chrome on the PATH: install one to run the browser tests, for instance"
              + " 'apt-get install chromium'";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(remedy);
      }
      System.err.println("[redline] browser tests skipped: " + remedy);
      return abort(remedy);
    }
    return found.get();
  }

  public static Browser launch(Playwright playwright, Path executable) {
    return playwright
        .chromium()
        .launch(
            new LaunchOptions()
                .setExecutablePath(executable)
                .setHeadless(true)
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run")));
  }

  private static Optional<Path> find() {
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(directory -> !directory.isEmpty())
            .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)));
    return Stream.concat(onPath, Stream.of(MAC_CHROME)).filter(Files::isExecutable).findFirst();
  }
}
