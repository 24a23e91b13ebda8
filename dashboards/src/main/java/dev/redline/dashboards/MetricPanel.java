package dev.redline.dashboards;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Unit;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A chart, or a few numbers, of the agent's own metrics.
 *
 * @param id a short name in kebab case, unique in the layout
 * @param title what a reader sees
 * @param view how it is drawn
 * @param width columns of the grid it takes, of {@link Layout#COLUMNS}
 * @param lines what it shows, in this order, all in one unit
 * @param guardrails whose limits are drawn or named; each about one of the lines
 */
public record MetricPanel(
    String id, String title, View view, int width, List<Line> lines, List<Guardrail> guardrails)
    implements Panel {

  public MetricPanel {
    lines = List.copyOf(lines);
    guardrails = List.copyOf(guardrails);
    List<Metric> metrics = lines.stream().map(Line::metric).toList();
    if (metrics.stream().map(Metric::unit).distinct().count() != 1) {
      throw new IllegalArgumentException("panel " + id + " must show one unit, shows " + metrics);
    }
    for (Guardrail guardrail : guardrails) {
      if (lines.stream().noneMatch(line -> line.isWatchedBy(guardrail))) {
        throw new IllegalArgumentException(
            "panel " + id + " has a line at " + guardrail.id() + " but not what it compares");
      }
    }
  }

  @Override
  public int height() {
    return view.height();
  }

  @Override
  public boolean isChart() {
    return view == View.CHART;
  }

  public Unit unit() {
    return lines.get(0).metric().unit();
  }

  /** Whether a guardrail watches this line. */
  public boolean isGuarded(Line line) {
    return guardrails.stream().anyMatch(line::isWatchedBy);
  }

  /**
   * The panel's redlines; guardrails with the same limit share one.
   *
   * @param limits each guardrail's limit in its metric's unit: the catalog's, or those in force in
   *     a run
   */
  public List<Redline> redlines(ToDoubleFunction<Guardrail> limits) {
    return guardrails.stream()
        .collect(Collectors.groupingBy(limits::applyAsDouble))
        .entrySet()
        .stream()
        .sorted((a, b) -> Double.compare(a.getKey(), b.getKey()))
        .map(entry -> redline(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Redline redline(double limit, List<Guardrail> guardrails) {
    List<String> about = guardrails.stream().map(this::label).toList();
    return new Redline(
        "redline " + Quantity.text(unit(), limit),
        isAboutSome(guardrails) ? about : List.of(),
        limit);
  }

  /** Where a line that is not watched could be taken for the one that is. */
  private boolean isAboutSome(List<Guardrail> watching) {
    return lines.size() > watching.size()
        && (watching.size() > 1 || watching.get(0).basis() == Guardrail.Basis.QUARTER_HOUR);
  }

  private String label(Guardrail guardrail) {
    return lines.stream()
        .filter(line -> line.isWatchedBy(guardrail))
        .map(Line::label)
        .findFirst()
        .orElseThrow();
  }
}
