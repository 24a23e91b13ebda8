package dev.redline.dashboards.lint;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metric math of one widget: ids, what expressions use, and searches. */
final class Expressions {
  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html">Search
   *     expression syntax</a>
   */
  static final int MAX_SEARCH_LENGTH = 1_024;

  static final int MAX_SEARCHES = 100;

  private static final Pattern TEXT = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern WORD = Pattern.compile("(?<![\\w.])[a-z]\\w*(?!\\w*\\s*\\()");
  private static final Pattern SEARCH = Pattern.compile("SEARCH\\s*\\(\\s*('[^']*'|\"[^\"]*\")");
  private static final Pattern SCHEMA =
      Pattern.compile("\\{\\s*(\"[^\"]*\"|[^,}]+)\\s*((?:,\\s*(?:\"[^\"]*\"|[^,}]+))*)\\}");
  private static final Pattern NAME = Pattern.compile("MetricName\\s*=\\s*\\\\?\"([^\"\\\\]+)");

  private Expressions() {}

  static void check(List<Series> widget, Published published, Findings findings) {
    Set<String> ids = ids(widget, findings);
    int searches = 0;
    for (Series series : widget) {
      if (series.isExpression()) {
        check(series, ids, findings);
        searches += searches(series, published, findings);
      }
    }
    if (searches > MAX_SEARCHES) {
      findings.say(
          Finding.Rule.LIMITS,
          widget.get(0).where().replaceAll("/\\d+$", ""),
          "%d searches in one widget, CloudWatch takes %d".formatted(searches, MAX_SEARCHES));
    }
  }

  private static Set<String> ids(List<Series> widget, Findings findings) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Series series : widget) {
      String id = series.options().path("id").asText("");
      String before = id.isEmpty() ? null : ids.putIfAbsent(id, series.where());
      if (before != null) {
        findings.say(
            Finding.Rule.EXPRESSION,
            series.where(),
            "id '" + id + "' is already that of " + before + ": give it another");
      }
    }
    return ids.keySet();
  }

  private static void check(Series series, Set<String> ids, Findings findings) {
    String code = TEXT.matcher(series.expression()).replaceAll("''");
    if (code.regionMatches(true, 0, "SELECT ", 0, 7)) {
      return;
    }
    Set<String> unknown =
        WORD.matcher(code).results().map(MatchResult::group).collect(Collectors.toSet());
    unknown.removeAll(ids);
    for (String id : new HashSet<>(unknown)) {
      findings.say(
          Finding.Rule.EXPRESSION,
          series.where(),
          "'%s' uses id '%s', which no metric of its widget has"
              .formatted(series.expression(), id));
    }
  }

  private static int searches(Series series, Published published, Findings findings) {
    int count = 0;
    Matcher search = SEARCH.matcher(series.expression());
    while (search.find()) {
      count++;
      String query = search.group(1).substring(1, search.group(1).length() - 1);
      if (query.length() > MAX_SEARCH_LENGTH) {
        findings.say(
            Finding.Rule.LIMITS,
            series.where(),
            "a search of %d characters, CloudWatch takes %d"
                .formatted(query.length(), MAX_SEARCH_LENGTH));
      }
      search(query, series.where(), published, findings);
    }
    return count;
  }

  /** Checks what a search looks for: {@code {Namespace,Dimension,...} MetricName="name"}. */
  static void search(String query, String where, Published published, Findings findings) {
    Matcher schema = SCHEMA.matcher(query);
    Matcher name = NAME.matcher(query);
    if (!schema.find() || !name.find()) {
      return;
    }
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (String dimension : schema.group(2).split(",", -1)) {
      if (!dimension.isBlank()) {
        dimensions.put(unquoted(dimension), "");
      }
    }
    Metrics.check(
        unquoted(schema.group(1)), name.group(1), dimensions, false, where, published, findings);
  }

  private static String unquoted(String text) {
    return text.strip().replaceAll("^\"|\"$", "");
  }
}
