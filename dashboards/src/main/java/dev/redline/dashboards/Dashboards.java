package dev.redline.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.catalog.AlarmName;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Setting;
import java.util.Optional;

/**
 * The dashboard as files: what is committed in dashboards/ and deployed.
 *
 * <p>Both are JSON text that ends with a line feed and is the same on every machine.
 */
public final class Dashboards {
  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * Without the quote and the backslash, which would end the JSON string that the value is put
   * into.
   */
  private static final String DIMENSION_VALUE = AlarmName.CHARACTER + "{1,255}";

  /** As above, or the quote and the backslash as JSON escapes them. */
  private static final String ESCAPED = "(" + AlarmName.CHARACTER + "|\\\\[\"\\\\])*";

  private static final String PUBLISHED_JOB = "PublishedJobName";
  private static final String HAS_PUBLISHED_JOB = "HasPublishedJobName";

  private static final String ALARMS =
      "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:";

  private Dashboards() {}

  /** A CloudFormation template with the dashboard; its name is the stack's. */
  public static String template() {
    ObjectNode template = JsonNodeFactory.instance.objectNode();
    template.put("AWSTemplateFormatVersion", "2010-09-09");
    template.put(
        "Description",
        "Redline: the dashboard of a Spark job. Generated, do not edit; to renew: mvn -pl"
            + " dashboards -am test -Dredline.update=true");
    template.set("Parameters", parameters());
    ArrayNode isEmpty = JsonNodeFactory.instance.arrayNode();
    isEmpty.addObject().put("Ref", PUBLISHED_JOB);
    isEmpty.add("");
    template
        .putObject("Conditions")
        .putObject(HAS_PUBLISHED_JOB)
        .putArray("Fn::Not")
        .addObject()
        .set("Fn::Equals", isEmpty);
    ObjectNode dashboard = template.putObject("Resources").putObject("Dashboard");
    dashboard.put("Type", "AWS::CloudWatch::Dashboard");
    ObjectNode properties = dashboard.putObject("Properties");
    properties.putObject("DashboardName").put("Ref", "AWS::StackName");
    properties
        .putObject("DashboardBody")
        .putArray("Fn::Sub")
        .add(
            CloudWatchDashboard.body(
                    Layout.redline(),
                    new Target(
                        "${Namespace}",
                        "${PublishedJob}",
                        "${JobName}",
                        "${Environment}",
                        "${AWS::Region}",
                        Optional.of(ALARMS),
                        "${WorkerHourPrice}",
                        false))
                .toString())
        .addObject()
        .set("PublishedJob", publishedJob());
    ObjectNode output = template.putObject("Outputs").putObject("DashboardName");
    output.put("Description", "The dashboard's name in CloudWatch");
    output.putObject("Value").put("Ref", "Dashboard");
    return pretty(template);
  }

  /**
   * The body alone, to be pasted into CloudWatch's console or given to PutDashboard. It opens with
   * the first job found in us-east-1; the reader picks another.
   */
  public static String body() {
    return body(
        new Target(
            Metric.DEFAULT_NAMESPACE,
            "JOB",
            "JOB",
            "ENVIRONMENT",
            "us-east-1",
            Optional.empty(),
            WorkerPrice.GLUE_G1X.text(),
            true));
  }

  /** The body for one job. */
  public static String body(Target target) {
    return pretty(CloudWatchDashboard.body(Layout.redline(), target));
  }

  private static ObjectNode publishedJob() {
    ObjectNode name = JsonNodeFactory.instance.objectNode();
    ArrayNode choice = name.putArray("Fn::If").add(HAS_PUBLISHED_JOB);
    choice.addObject().put("Ref", PUBLISHED_JOB);
    choice.addObject().put("Ref", "JobName");
    return name;
  }

  private static ObjectNode parameters() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameter(
        parameters,
        "JobName",
        "The job shown first: "
            + Setting.JOB_NAME.key()
            + "; where that fits no alarm's name, the short one of the alarms");
    parameters
        .putObject(PUBLISHED_JOB)
        .put("Type", "String")
        .put("Default", "")
        .put("MaxLength", 2_048)
        .put("AllowedPattern", ESCAPED)
        .put("ConstraintDescription", "must be printable ASCII, escaped as in JSON")
        .put(
            "Description",
            "The job's name as published, where that is not JobName, escaped as in JSON;"
                + " bin/redline templates --job NAME writes it");
    parameter(parameters, "Environment", "Where it runs: " + Setting.ENVIRONMENT.key())
        .put("Default", Setting.ENVIRONMENT.defaultText().orElseThrow());
    parameter(parameters, "Namespace", "As in " + Setting.CLOUDWATCH_NAMESPACE.key())
        .put("Default", Metric.DEFAULT_NAMESPACE);
    parameters
        .putObject("WorkerHourPrice")
        .put("Type", "Number")
        .put("MinValue", 0)
        .put("Default", WorkerPrice.GLUE_G1X.usdPerHour())
        .put(
            "Description",
            "US dollars for an hour of a worker; a G.1X of AWS Glue by default, a G.2X is twice that");
    return parameters;
  }

  private static ObjectNode parameter(ObjectNode parameters, String name, String description) {
    return parameters
        .putObject(name)
        .put("Type", "String")
        .put("Description", description)
        .put("AllowedPattern", DIMENSION_VALUE)
        .put(
            "ConstraintDescription",
            "must be 1 to 255 printable ASCII characters without a double quote or a backslash");
  }

  private static String pretty(JsonNode json) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON of our own making must be writable", e);
    }
  }
}
