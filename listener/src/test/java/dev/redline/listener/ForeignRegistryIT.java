package dev.redline.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.junit.jupiter.api.Test;

/**
 * The jar that users attach, whose Micrometer is relocated, beside a Micrometer and a Prometheus
 * registry of the job's own.
 */
class ForeignRegistryIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"), "listener/target");

  /** Row counts, as a job posts them. */
  public record Rows(Map<String, Long> redlineRows) implements SparkListenerEvent {
    @Override
    public boolean logEvent() {
      return false;
    }
  }

  /** Spark and the JDK as they are, but nothing of the agent's and nothing that it relocates. */
  private static final class DriverLoader extends URLClassLoader {
    DriverLoader(URL[] jars) {
      super(jars, ForeignRegistryIT.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.redline.")
          && !name.startsWith("io.micrometer.")
          && !name.startsWith("io.prometheus.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  private static URL[] driverJars() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    urls.add(ROOT.resolve("redline-agent.jar").toUri().toURL());
    urls.add(ROOT.resolve("test-classes").toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String file = Path.of(entry).getFileName().toString();
      if (file.startsWith("micrometer-") || file.startsWith("prometheus-")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  @Test
  void aRegistryOfAnotherMicrometerJoinsTheShadedAgent() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (DriverLoader driver = new DriverLoader(driverJars())) {
      thread.setContextClassLoader(driver);
      SparkConf conf =
          new SparkConf(false)
              .set("spark.app.name", "nightly")
              .set("spark.redline.mode", "observe")
              .set("spark.redline.registries", "prometheus");
      SparkListener agent =
          (SparkListener)
              driver
                  .loadClass("dev.redline.listener.RedlineListener")
                  .getConstructor(SparkConf.class)
                  .newInstance(conf);
      agent.onOtherEvent(new Rows(Map.of("loaded", 7L)));
      String scraped =
          (String)
              driver
                  .loadClass("dev.redline.listener.registry.PrometheusProvider")
                  .getMethod("scrape")
                  .invoke(null);

      assertThat(agent.getClass().getClassLoader()).isSameAs(driver);
      assertThat(driver.loadClass("dev.redline.shaded.io.micrometer.core.instrument.MeterRegistry"))
          .isNotNull();
      String job = "{Environment=\"default\",JobName=\"nightly\"} ";
      assertThat(scraped.lines())
          .contains(
              "redline_guard_alive" + job + "1.0", "redline_etl_rows_loaded_total" + job + "7.0");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
