package dev.redline.listener.loss;

import dev.redline.listener.signal.LossCause;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cause of a loss out of the reason text that Spark gives, by the rules of {@link
 * LossRules}. Pure and thread-safe; any text is accepted, and texts beyond {@link #MAX_LENGTH}
 * characters are judged by their beginning.
 */
public final class LossClassifier {
  /** Longer texts are cut: what Spark itself says stands before the diagnostics it quotes. */
  static final int MAX_LENGTH = 16 * 1024;

  private static final Classification EMPTY = new Classification(LossCause.UNKNOWN, "empty");
  private static final Classification SIDECAR =
      new Classification(LossCause.UNKNOWN, "kubernetes-sidecar-ended");
  private static final Classification UNKNOWN = new Classification(LossCause.UNKNOWN, "unknown");

  /**
   * Where an exit code is told, the surest place first. YARN's "Possible causes" and quoted
   * diagnostics are derived from the number or belong to a shell, so they are not looked at.
   */
  private static final Pattern[] EXIT_CODE = {
    Pattern.compile("Exit status: (-?\\d{1,9})\\b"),
    Pattern.compile("exited with exit code (-?\\d{1,9})\\b"),
    Pattern.compile("Command exited with code (-?\\d{1,9})\\b"),
    Pattern.compile("[Ee]xit code(?: is|:) (-?\\d{1,9})\\b"),
    Pattern.compile("non-zero exit code (-?\\d{1,9})\\b"),
    Pattern.compile("\\b[Ee]xit ?(?:[Cc]ode|[Ss]tatus)[ :=]{1,3}\\(?(-?\\d{1,9})\\b"),
  };

  /** What Spark's log and the failures of tasks put before a reason. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "Lost executor [^ ]{1,64} on [^ ]{1,256}: "
              + "|Lost an executor [^ ]{1,64} \\(already removed\\): "
              + "|ExecutorLostFailure \\(executor [^ ]{1,64} exited [a-z ]{1,64}\\) Reason: ");

  /** Also the spaces of typography, and the mark that some tools put before a text. */
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cc}\\p{Z}\\x{FEFF}]+");

  private static final Map<Integer, ExitCodeRule> BY_CODE =
      LossRules.EXIT_CODES.stream()
          .collect(Collectors.toUnmodifiableMap(ExitCodeRule::code, Function.identity()));

  private LossClassifier() {}

  /** Names the cause that a reason text tells; {@code null} is read as an empty text. */
  public static Classification classify(@Nullable String reason) {
    String text = unquote(normalize(reason));
    if (text.isEmpty()) {
      return EMPTY;
    }
    return first(LossRules.SETTLING, text)
        .or(() -> byContainer(text))
        .or(() -> byExitCode(text))
        .or(() -> first(LossRules.VAGUE, text))
        .orElse(UNKNOWN);
  }

  private static String normalize(@Nullable String reason) {
    if (reason == null) {
      return "";
    }
    String text = BLANKS.matcher(head(reason)).replaceAll(" ").strip();
    boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return isQuoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  private static String unquote(String text) {
    Matcher quoted = QUOTED.matcher(text);
    int from = 0;
    while (quoted.find()) {
      from = quoted.end();
    }
    return text.substring(from);
  }

  /** The part of a reason text that is judged. */
  static String head(String reason) {
    return reason.length() > MAX_LENGTH ? reason.substring(0, MAX_LENGTH) : reason;
  }

  private static Optional<Classification> first(Iterable<TextRule> rules, String text) {
    for (TextRule rule : rules) {
      if (rule.matches(text)) {
        return Optional.of(new Classification(rule.cause(), rule.id()));
      }
    }
    return Optional.empty();
  }

  /**
   * On Kubernetes a pod may hold several containers, and the pod's own exit code may be that of a
   * sidecar: what counts is how the executor's container ended, if it did.
   */
  private static Optional<Classification> byContainer(String text) {
    Optional<String> executor = ContainerStatuses.ofExecutor(text);
    Optional<Classification> told = first(LossRules.CONTAINER, executor.orElse(text));
    if (told.isPresent()) {
      return told;
    }
    if (executor.filter(ContainerStatuses::isAlive).isPresent()) {
      return Optional.of(SIDECAR);
    }
    return executor.flatMap(LossClassifier::byExitCode);
  }

  private static Optional<Classification> byExitCode(String text) {
    for (Pattern pattern : EXIT_CODE) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return Optional.of(ofCode(Integer.parseInt(matcher.group(1))));
      }
    }
    return Optional.empty();
  }

  private static Classification ofCode(int code) {
    ExitCodeRule rule = BY_CODE.get(code);
    return rule == null
        ? new Classification(LossCause.UNKNOWN, "exit-other")
        : new Classification(rule.cause(), rule.id());
  }
}
