package dev.redline.listener.meter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** The warnings and errors that a package, and Micrometer for it, logs, as text. */
public final class LogLines implements AutoCloseable {
  private static final String MICROMETER = "io.micrometer";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LogManager.getRootLogger();
  private final AbstractAppender appender;
  private volatile Consumer<String> writing = line -> {};

  private LogLines(String packageName, Level level) {
    Configurator.setLevel(packageName, level);
    Configurator.setLevel(MICROMETER, Level.WARN);
    appender =
        new AbstractAppender("lines of " + packageName, null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            boolean ours =
                event.getLoggerName().startsWith(packageName)
                    || event.getLoggerName().startsWith(MICROMETER);
            if (ours && event.getLevel().isMoreSpecificThan(level)) {
              String line = event.getMessage().getFormattedMessage();
              writing.accept(line);
              lines.add(line);
            }
          }
        };
    appender.start();
    root.addAppender(appender);
  }

  public static LogLines of(String packageName) {
    return new LogLines(packageName, Level.WARN);
  }

  static LogLines of(String loggerName, Level level) {
    return new LogLines(loggerName, level);
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** What happens, in the thread that logs, before a line is written. */
  public void whileWriting(Consumer<String> writing) {
    this.writing = writing;
  }

  @Override
  public void close() {
    root.removeAppender(appender);
    appender.stop();
  }
}
