package dev.redline.alarms;

import dev.redline.catalog.Guardrail;
import java.util.Arrays;
import java.util.List;

/** The alarms of a job: one for each guardrail. */
public final class Alarms {
  /** Where the template is committed, relative to the project's root. */
  public static final String TEMPLATE_PATH = "alarms/redline-alarms.template.json";

  private Alarms() {}

  /** Every alarm, in the catalog's order. */
  public static List<Alarm> all() {
    return Arrays.stream(Guardrail.values()).map(Alarms::of).toList();
  }

  /** The alarms, and the topics they tell, as a CloudFormation template in JSON. */
  public static String template() {
    return AlarmTemplate.of(all());
  }

  /**
   * How long a limit must be crossed. Counts are facts: once is enough. Memory is given one minute
   * to recover. Utilization is low whenever a run starts, ends or shuffles, so it takes its time.
   */
  private static Alarm of(Guardrail guardrail) {
    return switch (guardrail) {
      case SHUFFLE, EXECUTOR_LOSSES, RUN_STOPPED -> new Alarm(guardrail, 1, 1);
      case LIVE_HEAP, OVERHEAD -> new Alarm(guardrail, 2, 3);
      case UTILIZATION -> new Alarm(guardrail, 10, 10);
    };
  }
}
