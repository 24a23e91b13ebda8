package dev.redline.dashboards.report;

import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import java.util.regex.Pattern;

/**
 * Hides secrets among settings, by the pattern that Spark's own UI uses. The record is redacted
 * when it is written; this is the second line of defence, for records from elsewhere.
 *
 * @see <a href="https://spark.apache.org/docs/latest/configuration.html">spark.redaction.regex</a>
 */
final class Redaction {
  private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|access[.]?key");
  private static final String REDACTED = "*********(redacted)";

  private Redaction() {}

  static String value(ConfigurationEntry entry) {
    return isSecret(entry.key()) || isSecret(entry.value()) ? REDACTED : entry.value();
  }

  private static boolean isSecret(String text) {
    return SECRET.matcher(text).find();
  }
}
