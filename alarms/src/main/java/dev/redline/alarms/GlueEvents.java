package dev.redline.alarms;

import static dev.redline.alarms.Json.object;
import static dev.redline.alarms.Json.ref;
import static dev.redline.alarms.Json.sub;

import dev.redline.catalog.Guardrail.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule of EventBridge for runs that AWS Glue reports as FAILED or TIMEOUT.
 *
 * <p>What the event says (run, state, Glue's own message) goes to the topic of tickets. The page
 * comes from an alarm on how often the rule matched, so that a stop by the guard and the failure
 * that Glue makes of it are one incident: a message straight from the rule would be a second page.
 */
final class GlueEvents {
  private static final String HAS_NAME = "HasGlueJobName";

  private GlueEvents() {}

  static Map<String, Object> conditions() {
    Map<String, Object> conditions = new LinkedHashMap<>();
    Object isEmpty = object("Fn::Equals", List.of(ref("GlueJobName"), ""));
    conditions.put(HAS_NAME, object("Fn::Not", List.of(isEmpty)));
    return conditions;
  }

  static Map<String, Object> resources() {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put(
        Alarms.GLUE_RULE,
        object(
            "Type",
            "AWS::Events::Rule",
            "Properties",
            object(
                "Description",
                sub("Redline: failed runs of the Glue job of ${JobName} (${Environment})"),
                "EventPattern",
                pattern(),
                "Targets",
                List.of(target()))));
    return resources;
  }

  private static Map<String, Object> pattern() {
    Object name = object("Fn::If", List.of(HAS_NAME, ref("GlueJobName"), ref("JobName")));
    return object(
        "source",
        List.of("aws.glue"),
        "detail-type",
        List.of("Glue Job State Change"),
        "detail",
        object("jobName", List.of(name), "state", List.of("FAILED", "TIMEOUT")));
  }

  private static Map<String, Object> target() {
    return object(
        "Id",
        "ticket",
        "Arn",
        ref(Topics.topic(Severity.TICKET)),
        "InputTransformer",
        object(
            "InputPathsMap",
            object(
                "job", "$.detail.jobName",
                "run", "$.detail.jobRunId",
                "state", "$.detail.state",
                "message", "$.detail.message"),
            "InputTemplate",
            sub(
                "{\"job\": <job>, \"run\": <run>, \"state\": <state>, \"message\": <message>,"
                    + " \"runbook\": \"${Runbooks}/run-failed.md\"}")));
  }
}
