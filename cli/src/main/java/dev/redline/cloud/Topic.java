package dev.redline.cloud;

import dev.redline.catalog.Guardrail.Severity;
import dev.redline.cloud.StackCheck.Deployed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;

/** A topic of the stack: does a message that is sent to it reach anybody? */
final class Topic {
  private static final String PENDING = "PendingConfirmation";

  private final SnsClient sns;
  private final KmsClient kms;

  Topic(SnsClient sns, KmsClient kms) {
    this.sns = sns;
    this.kms = kms;
  }

  /** The logical id of a severity's topic. */
  static String of(Severity severity) {
    String name = severity.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) + "Topic";
  }

  List<Check> checks(Severity severity, Deployed deployed) {
    String name = severity.name().toLowerCase(Locale.ROOT) + " topic";
    String arn = deployed.resources().getOrDefault(of(severity), "");
    List<Check> checks = new ArrayList<>();
    try {
      Map<String, String> attributes = sns.getTopicAttributes(r -> r.topicArn(arn)).attributes();
      checks.add(policy(name, attributes.getOrDefault("Policy", "{}")));
      checks.add(key(name + " key", attributes.getOrDefault("KmsMasterKeyId", "")));
      checks.add(subscriptions(name, arn, severity));
    } catch (SnsException e) {
      checks.add(
          Check.fail(
              name, arn + ": " + e.awsErrorDetails().errorMessage() + ": deploy the stack again"));
    }
    return checks;
  }

  private static Check policy(String name, String policy) {
    List<String> problems = Policies.problems(policy, List.of("sns:Publish"));
    return problems.isEmpty()
        ? Check.ok(name, "CloudWatch and EventBridge may publish to it")
        : Check.fail(
            name, "its policy: " + String.join("; ", problems) + ": deploy the stack again");
  }

  private Check key(String name, String key) {
    if (key.isEmpty()) {
      return Check.warn(name, "the topic is not encrypted");
    }
    if (key.endsWith("alias/aws/sns")) {
      return Check.fail(
          name, "is AWS's own for SNS, with which alarms cannot publish: deploy the stack again");
    }
    try {
      if (!Boolean.TRUE.equals(kms.describeKey(r -> r.keyId(key)).keyMetadata().enabled())) {
        return Check.fail(
            name, key + " is not enabled: aws kms enable-key, or cancel its deletion");
      }
      String policy = kms.getKeyPolicy(r -> r.keyId(key).policyName("default")).policy();
      List<String> problems =
          Policies.problems(policy, List.of("kms:Decrypt", "kms:GenerateDataKey"));
      return problems.isEmpty()
          ? Check.ok(name, "CloudWatch and EventBridge may use it")
          : Check.fail(
              name,
              "its policy: "
                  + String.join("; ", problems)
                  + ", so that messages are dropped in silence: deploy the stack again");
    } catch (KmsException e) {
      return Check.fail(name, key + ": " + e.awsErrorDetails().errorMessage());
    }
  }

  private Check subscriptions(String name, String arn, Severity severity) {
    List<Subscription> all =
        sns.listSubscriptionsByTopicPaginator(r -> r.topicArn(arn)).subscriptions().stream()
            .toList();
    long pending =
        all.stream().filter(one -> PENDING.equalsIgnoreCase(one.subscriptionArn())).count();
    String word = name + " to";
    if (all.size() == pending) {
      String said =
          all.isEmpty()
              ? "nobody: give the stack an endpoint"
              : pending + " that never confirmed: open the mail, or the endpoint's log";
      // A stack may do without tickets; pages that reach nobody are what it must not have.
      return severity == Severity.PAGE ? Check.fail(word, said) : Check.warn(word, said);
    }
    return pending > 0
        ? Check.warn(word, (all.size() - pending) + ", and " + pending + " that never confirmed")
        : Check.ok(word, all.size() + " subscribed");
  }
}
