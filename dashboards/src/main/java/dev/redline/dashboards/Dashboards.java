package dev.redline.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
   * Printable ASCII but for the quote and the backslash, which would end the JSON string that the
   * value is put into.
   */
  private static final String DIMENSION_VALUE = "[ !#-\\[\\]-~]{1,255}";

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
    ObjectNode dashboard = template.putObject("Resources").putObject("Dashboard");
    dashboard.put("Type", "AWS::CloudWatch::Dashboard");
    ObjectNode properties = dashboard.putObject("Properties");
    properties.putObject("DashboardName").put("Ref", "AWS::StackName");
    properties
        .putObject("DashboardBody")
        .put(
            "Fn::Sub",
            CloudWatchDashboard.body(
                    Layout.redline(),
                    new Target(
                        "${Namespace}",
                        "${JobName}",
                        "${Environment}",
                        "${AWS::Region}",
                        Optional.of(ALARMS),
                        "${WorkerHourPrice}",
                        false))
                .toString());
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

  private static ObjectNode parameters() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameter(parameters, "JobName", "The job shown first: " + Setting.JOB_NAME.key());
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
