package dev.redline.alarms;

import static dev.redline.alarms.Json.attribute;
import static dev.redline.alarms.Json.object;
import static dev.redline.alarms.Json.ref;
import static dev.redline.alarms.Json.sub;

import dev.redline.catalog.Guardrail.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One encrypted SNS topic for each severity, with a subscription where an endpoint is given.
 *
 * <p>An alarm cannot publish to a topic that is encrypted with the key AWS manages for SNS, and
 * nobody is told of it: hence a key of the stack's own, whose policy lets CloudWatch and
 * EventBridge use it. The statements for EventBridge have no condition, since EventBridge sends
 * none along and every message would be dropped in silence.
 */
final class Topics {
  private static final String KEY = "TopicKey";
  private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";
  private static final String EVENTBRIDGE = "events.amazonaws.com";
  private static final Map<String, Object> SAME_ACCOUNT =
      object("StringEquals", object("aws:SourceAccount", ref("AWS::AccountId")));

  private Topics() {}

  static String topic(Severity severity) {
    return word(severity) + "Topic";
  }

  static Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      String word = word(severity);
      parameters.put(
          word + "Endpoint",
          object(
              "Type", "String",
              "Default", "",
              "Description",
                  "Who gets a " + severity + ": an address, URL or ARN; empty for nobody yet"));
      parameters.put(
          word + "Protocol",
          object(
              "Type",
              "String",
              "Default",
              "email",
              "AllowedValues",
              List.of("email", "email-json", "https", "lambda", "sms", "sqs"),
              "Description",
              "How a " + severity + " gets there; https for most paging services"));
    }
    return parameters;
  }

  static Map<String, Object> conditions() {
    Map<String, Object> conditions = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      Object empty = object("Fn::Equals", List.of(ref(word(severity) + "Endpoint"), ""));
      conditions.put(hasEndpoint(severity), object("Fn::Not", List.of(empty)));
    }
    return conditions;
  }

  static Map<String, Object> resources() {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put(KEY, key());
    for (Severity severity : Severity.values()) {
      String topic = topic(severity);
      resources.put(
          topic,
          object(
              "Type",
              "AWS::SNS::Topic",
              "Properties",
              object("KmsMasterKeyId", attribute(KEY, "Arn"))));
      resources.put(topic + "Policy", topicPolicy(topic));
      resources.put(word(severity) + "Subscription", subscription(severity));
    }
    return resources;
  }

  static Map<String, Object> outputs() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      outputs.put(
          topic(severity) + "Arn",
          object(
              "Description",
              "The topic that gets every " + severity,
              "Value",
              ref(topic(severity))));
    }
    return outputs;
  }

  private static Map<String, Object> key() {
    Object root = sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root");
    Map<String, Object> owner =
        object(
            "Sid", "AccountAdministersTheKey",
            "Effect", "Allow",
            "Principal", object("AWS", root),
            "Action", "kms:*",
            "Resource", "*");
    List<String> use = List.of("kms:Decrypt", "kms:GenerateDataKey*");
    Map<String, Object> alarms = allow("AlarmsUseTheKey", CLOUDWATCH, use, "*");
    alarms.put("Condition", SAME_ACCOUNT);
    Map<String, Object> events = allow("EventsUseTheKey", EVENTBRIDGE, use, "*");
    return object(
        "Type",
        "AWS::KMS::Key",
        "Properties",
        object(
            "Description",
            sub("Redline: messages of the alarms of ${JobName} (${Environment})"),
            "EnableKeyRotation",
            true,
            "PendingWindowInDays",
            7,
            "KeyPolicy",
            policy(owner, alarms, events)));
  }

  private static Map<String, Object> topicPolicy(String topic) {
    Map<String, Object> alarms = allow("AlarmsPublish", CLOUDWATCH, "sns:Publish", ref(topic));
    alarms.put("Condition", SAME_ACCOUNT);
    Map<String, Object> events = allow("EventsPublish", EVENTBRIDGE, "sns:Publish", ref(topic));
    return object(
        "Type",
        "AWS::SNS::TopicPolicy",
        "Properties",
        object("Topics", List.of(ref(topic)), "PolicyDocument", policy(alarms, events)));
  }

  private static Map<String, Object> subscription(Severity severity) {
    return object(
        "Type", "AWS::SNS::Subscription",
        "Condition", hasEndpoint(severity),
        "Properties",
            object(
                "TopicArn", ref(topic(severity)),
                "Protocol", ref(word(severity) + "Protocol"),
                "Endpoint", ref(word(severity) + "Endpoint")));
  }

  private static Map<String, Object> allow(
      String id, String service, Object actions, Object resource) {
    return object(
        "Sid", id,
        "Effect", "Allow",
        "Principal", object("Service", service),
        "Action", actions,
        "Resource", resource);
  }

  private static Map<String, Object> policy(Object... statements) {
    return object("Version", "2012-10-17", "Statement", List.of(statements));
  }

  private static String hasEndpoint(Severity severity) {
    return "Has" + word(severity) + "Endpoint";
  }

  private static String word(Severity severity) {
    String name = severity.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
