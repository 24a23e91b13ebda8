package dev.redline.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The names of alarms. CloudWatch takes 255 characters for one, but 1,024 for a job's name in a
 * dimension; and inside the rule of a composite alarm a quote or a backslash would end a name.
 */
public final class AlarmName {
  /** How much of an alarm's name the job gets. */
  public static final int MAX_JOB_LENGTH = 160;

  /** How much of it the environment gets. */
  public static final int MAX_ENVIRONMENT_LENGTH = 60;

  /** Printable ASCII but for the quote and the backslash. */
  public static final String CHARACTER = "[ !#-\\[\\]-~]";

  private static final Pattern FITTING = Pattern.compile(CHARACTER + "{1," + MAX_JOB_LENGTH + "}");
  private static final int MARK_LENGTH = 12;

  private AlarmName() {}

  /** The name of one alarm of a job, which {@link #job} has made fit. */
  public static String of(String environment, String job, String alarmId) {
    return environment + "-" + job + "-" + alarmId;
  }

  /**
   * What alarms call a job: its name where that fits, else as much of it as does, and a checksum,
   * so that two jobs never share their alarms.
   */
  public static String job(String jobName) {
    if (fits(jobName)) {
      return jobName;
    }
    StringBuilder fitted = new StringBuilder();
    jobName
        .codePoints()
        .mapToObj(Character::toString)
        .limit(MAX_JOB_LENGTH - MARK_LENGTH - 1)
        .forEach(character -> fitted.append(character.matches(CHARACTER) ? character : "_"));
    return fitted.append('-').append(checksum(jobName)).toString();
  }

  /** Whether alarms can call a job by its name. */
  public static boolean fits(String jobName) {
    return FITTING.matcher(jobName).matches();
  }

  private static String checksum(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, MARK_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
