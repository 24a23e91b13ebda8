package dev.redline.dashboards;

import java.util.List;

/**
 * The state of the job's alarms. The report has no states; it says which limits the run crossed.
 *
 * @param id a short name in kebab case, unique in the layout
 * @param title what a reader sees
 * @param width columns of the grid it takes
 * @param alarms the alarms' ids, by which their names end
 */
public record AlarmPanel(String id, String title, int width, List<String> alarms) implements Panel {
  /** As many as CloudWatch shows in one widget. */
  static final int MAX_ALARMS = 100;

  public AlarmPanel {
    alarms = List.copyOf(alarms);
    if (alarms.isEmpty() || alarms.size() > MAX_ALARMS) {
      throw new IllegalArgumentException(
          "panel " + id + " must show 1 to " + MAX_ALARMS + " alarms, was " + alarms.size());
    }
  }

  @Override
  public int height() {
    return alarms.size() <= 12 ? 3 : 4;
  }
}
