package dev.redline.dashboards.lint;

import java.util.Map;
import java.util.TreeSet;

/** Whether somebody publishes what a widget shows. */
final class Metrics {
  private Metrics() {}

  static void check(Series series, String statistic, Published published, Findings findings) {
    check(
        series.namespace(),
        series.name(),
        series.dimensions(),
        true,
        series.where(),
        published,
        findings);
    published
        .kind(series.namespace(), series.name())
        .filter(kind -> kind.gauge() && statistic.equals("Sum"))
        .ifPresent(
            kind ->
                findings.say(
                    Finding.Rule.STATISTIC,
                    series.where(),
                    series.name()
                        + " is a gauge: the sum of its values over time means nothing;"
                        + " use Maximum or Average"));
  }

  static void check(
      String namespace,
      String name,
      Map<String, String> dimensions,
      boolean hasValues,
      String where,
      Published published,
      Findings findings) {
    if (!published.knows(namespace)) {
      if (!published.others().contains(namespace)) {
        findings.say(
            Finding.Rule.UNKNOWN_METRIC,
            where,
            "neither Redline nor Glue publishes in namespace '%s' (metric %s); if others do, say --namespace %s"
                .formatted(namespace, name, namespace));
      }
      return;
    }
    Published.Kind kind = published.kind(namespace, name).orElse(null);
    if (kind == null) {
      findings.say(
          Finding.Rule.UNKNOWN_METRIC,
          where,
          "nothing publishes '%s' in namespace '%s'%s"
              .formatted(name, namespace, published.nearest(namespace, name)));
      return;
    }
    dimensions(name, kind, dimensions, hasValues, where, findings);
  }

  private static void dimensions(
      String name,
      Published.Kind kind,
      Map<String, String> dimensions,
      boolean hasValues,
      String where,
      Findings findings) {
    if (!kind.dimensions().keySet().equals(dimensions.keySet())) {
      findings.say(
          Finding.Rule.DIMENSIONS,
          where,
          "%s is published with the dimensions %s, not %s: as written, it never has data"
              .formatted(
                  name,
                  new TreeSet<>(kind.dimensions().keySet()),
                  new TreeSet<>(dimensions.keySet())));
      return;
    }
    if (hasValues) {
      kind.dimensions()
          .forEach(
              (dimension, value) -> value(name, dimension, value, dimensions, where, findings));
    }
  }

  private static void value(
      String name,
      String dimension,
      Published.Value value,
      Map<String, String> dimensions,
      String where,
      Findings findings) {
    String given = dimensions.getOrDefault(dimension, "");
    if (!value.allowed().test(given)) {
      findings.say(
          Finding.Rule.DIMENSIONS,
          where,
          "%s of %s is '%s', must be %s".formatted(dimension, name, given, value.description()));
    }
  }
}
