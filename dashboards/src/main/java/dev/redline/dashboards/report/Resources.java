package dev.redline.dashboards.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Text files on the class path that a page is made of. */
final class Resources {
  private Resources() {}

  /** A file of this package. */
  static String own(String name) {
    return read("/dev/redline/dashboards/report/" + name);
  }

  /** Chart.js as a script, without the pointer to a source map that is not there. */
  static String chartJs() {
    Properties webjar = new Properties();
    try {
      webjar.load(
          new StringReader(read("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read("/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.js"
            .formatted(webjar.getProperty("version")))
        .replaceAll("(?m)^//# sourceMappingURL=.*$", "");
  }

  private static String read(String path) {
    try (InputStream in = Resources.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " must be on the class path; is the jar complete?");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
