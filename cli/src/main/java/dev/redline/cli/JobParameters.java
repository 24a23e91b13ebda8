package dev.redline.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.redline.alarms.StackParameters;
import dev.redline.catalog.AlarmName;
import dev.redline.listener.meter.DimensionValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of the stacks of one job, whatever its name: alarms call it as far as their names
 * allow, their dimensions and the dashboard's hold what the agent publishes.
 *
 * @param jobName the job's name as the job has it
 * @param environment where it runs
 */
record JobParameters(String jobName, String environment) {
  private static final int MAX_GLUE_NAME = 255;

  /** Of the alarms' stack, as CloudFormation's tools read parameters from a file. */
  String ofAlarms() {
    Map<String, String> parameters = named(published());
    String called = parameters.get("JobName");
    if (!jobName.equals(called) && jobName.length() <= MAX_GLUE_NAME) {
      parameters.put("GlueJobName", jobName);
    }
    return json(parameters);
  }

  /** Of the dashboard's, whose body is JSON text. */
  String ofDashboard() {
    return json(named(new String(JsonStringEncoder.getInstance().quoteAsString(published()))));
  }

  /** The name that alarms call the job by. */
  String called() {
    return AlarmName.job(published());
  }

  private String published() {
    return DimensionValue.of(jobName);
  }

  private Map<String, String> named(String published) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("JobName", called());
    if (!called().equals(published())) {
      parameters.put(StackParameters.PUBLISHED_JOB, published);
    }
    parameters.put("Environment", environment);
    return parameters;
  }

  private static String json(Map<String, String> parameters) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    parameters.forEach(
        (key, value) -> list.addObject().put("ParameterKey", key).put("ParameterValue", value));
    return list.toPrettyString() + "\n";
  }
}
