package dev.redline.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the catalog as the Markdown pages that are committed under docs/. */
public final class CatalogDocs {
  private static final String GENERATED =
      "<!-- Generated from the catalog; do not edit. To renew: mvn -pl catalog test"
          + " -Dredline.update=true -->\n";

  private CatalogDocs() {}

  /** docs/metrics.md: every metric, then every guardrail. */
  public static String metrics() {
    String metrics =
        Arrays.stream(Metric.values())
            .map(
                metric ->
                    row(
                        code(metric.cloudWatchName()),
                        metric.kind().statistic(),
                        metric.unit().cloudWatchName(),
                        metric.dimensions().stream()
                            .map(Dimension::key)
                            .collect(Collectors.joining(", ")),
                        metric.presence().description(),
                        metric.description()))
            .collect(Collectors.joining());
    String dimensions =
        Arrays.stream(Dimension.values())
            .map(dimension -> row(code(dimension.key()), dimension.description()))
            .collect(Collectors.joining());
    String guardrails =
        Arrays.stream(Guardrail.values())
            .map(
                guardrail ->
                    row(
                        code(guardrail.id()),
                        code(guardrail.metric().cloudWatchName()),
                        limit(guardrail),
                        guardrail.severity().name(),
                        guardrail.meaning()))
            .collect(Collectors.joining());
    return GENERATED
        + "# Metrics\n\n"
        + "Published in the namespace "
        + code(Metric.DEFAULT_NAMESPACE)
        + " unless "
        + code(Setting.CLOUDWATCH_NAMESPACE.key())
        + " says otherwise. CloudWatch does not add up series of different dimensions: use"
        + " exactly the dimensions listed. The statistic is the one that tells the truth over a"
        + " period.\n\n"
        + table("Metric", "Statistic", "Unit", "Dimensions", "Published", "Meaning")
        + metrics
        + "\n## Dimensions\n\n"
        + table("Dimension", "Meaning")
        + dimensions
        + cost()
        + "\n## Guardrails\n\n"
        + "A guardrail is a metric with a limit and a consequence. The same limits are drawn on"
        + " the dashboard and in the run report, and set in the alarms.\n\n"
        + table("Guardrail", "Metric", "Crossed when", "Severity", "Meaning")
        + guardrails;
  }

  private static final int REQUESTS_AN_HOUR = 60;
  private static final int SHORT_RUNS_AN_HOUR = 12;
  private static final int DAYS = 30;

  private static String cost() {
    long set = Arrays.stream(Metric.values()).filter(m -> m.presence() == Presence.ALWAYS).count();
    double allHours = MonthlyCost.HOURS;
    return "\n## What it costs\n\n"
        + "CloudWatch charges for every series (a metric with one set of dimensions) in every hour"
        + " in which it gets a value, and for requests. In us-east-1, without the free tier, at"
        + " the default step of one minute:\n\n"
        + table("One job", "Series at a time", "Dollars a month")
        + row("default set, runs all the time", "" + set, price(set * allHours, allHours))
        + row("default set, runs for an hour every day", "" + set, price(set * DAYS, DAYS))
        + row(
            "default set, runs for 5 minutes every 5 minutes",
            "" + set,
            price(set * allHours, allHours))
        + row(
            "the same with "
                + code(Setting.CLOUDWATCH_RUN_ID.key() + "=true")
                + ": 12 runs in each hour, each with a set of its own",
            "" + 2 * set,
            price(set * (1 + SHORT_RUNS_AN_HOUR) * allHours, allHours))
        + "\nThe default set are the metrics published always. Each series that is published only"
        + " once it happened adds "
        + String.format(Locale.ROOT, "$%.2f", MonthlyCost.ofSeries(1))
        + " if it is there all month. "
        + code(Setting.CLOUDWATCH_DRY_RUN.key() + "=true")
        + " prints the figures of a run of yours and sends nothing.\n";
  }

  private static String price(double seriesHours, double hours) {
    return String.format(
        Locale.ROOT,
        "%.2f",
        MonthlyCost.ofSeriesHours(seriesHours) + MonthlyCost.ofRequests(hours * REQUESTS_AN_HOUR));
  }

  /** docs/configuration.md: every setting. */
  public static String configuration() {
    String settings =
        Arrays.stream(Setting.values())
            .map(
                setting ->
                    row(
                        code(setting.key()),
                        setting.type().expectation(),
                        setting.defaultText().map(CatalogDocs::code).orElse("not set"),
                        setting.description()))
            .collect(Collectors.joining());
    return GENERATED
        + "# Configuration\n\n"
        + "Set like any Spark setting: "
        + code("--conf " + Setting.MODE.key() + "=observe")
        + ". A setting that is unknown or cannot be read never fails the job: the guard says so"
        + " once on stderr, uses the default and only observes.\n\n"
        + table("Setting", "Value", "Default", "Meaning")
        + settings;
  }

  private static String limit(Guardrail guardrail) {
    String comparison =
        switch (guardrail.threshold().comparison()) {
          case ABOVE -> "above ";
          case AT_LEAST -> "at least ";
          case BELOW -> "below ";
        };
    double limit = guardrail.threshold().limit();
    return comparison
        + switch (guardrail.basis()) {
          case ANY_TIME -> quantity(guardrail.metric().unit(), limit);
          case QUARTER_HOUR -> quantity(guardrail.metric().unit(), limit) + " in 15 minutes";
          case SHARE_OF_ROWS ->
              quantity(Unit.PERCENT, limit)
                  + " of "
                  + code(Metric.ROWS_RAW.cloudWatchName())
                  + " in 15 minutes";
        };
  }

  private static String quantity(Unit unit, double value) {
    return switch (unit) {
      case BYTES -> String.format(Locale.ROOT, "%.0f GiB", value / (1L << 30));
      case PERCENT -> String.format(Locale.ROOT, "%.0f %%", value);
      case COUNT -> String.format(Locale.ROOT, "%.0f", value);
      case MILLISECONDS -> String.format(Locale.ROOT, "%.0f ms", value);
    };
  }

  private static String table(String... headings) {
    return row(headings) + "|" + " --- |".repeat(headings.length) + "\n";
  }

  private static String row(String... cells) {
    return Arrays.stream(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
