package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Where metrics go when the permission to put them is missing, as {@code cloudwatch.emf} says. */
enum EmfTarget {
  LOG("go as EMF lines to the log (logger dev.redline.emf, level INFO)") {
    @Override
    void write(String line) {
      LOG_LINES.info(line);
    }

    @Override
    String problem() {
      return LOG_LINES.isInfoEnabled() ? "" : ", which is not enabled: they are lost";
    }
  },
  STDOUT("go as EMF lines to the driver's standard output") {
    @Override
    void write(String line) {
      System.out.println(line);
    }
  },
  OFF("wait until the permission is there") {
    @Override
    void write(String line) {}
  };

  /**
   * A logger of its own, so that its lines can be given a pattern of their own: {@code %m%n}, since
   * CloudWatch Logs makes metrics only of events that are nothing but JSON.
   */
  static final String LOGGER = "dev.redline.emf";

  private static final Logger LOG_LINES = LoggerFactory.getLogger(LOGGER);

  private final String description;

  EmfTarget(String description) {
    this.description = description;
  }

  static EmfTarget of(Settings settings) {
    return switch (settings.text(Setting.CLOUDWATCH_EMF)) {
      case "stdout" -> STDOUT;
      case "off" -> OFF;
      default -> LOG;
    };
  }

  abstract void write(String line);

  /** Why lines do not arrive; empty where they do. */
  String problem() {
    return "";
  }

  /** A clause that says where metrics go meanwhile. */
  String sentence() {
    return "Meanwhile they " + description + problem();
  }

  /** What takes values that CloudWatch does not; empty if they shall wait. */
  Optional<Consumer<List<MetricDatum>>> sink(String namespace) {
    return this == OFF
        ? Optional.empty()
        : Optional.of(data -> EmfLines.of(namespace, data).forEach(this::write));
  }
}
