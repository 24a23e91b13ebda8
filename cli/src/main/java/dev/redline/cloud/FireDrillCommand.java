package dev.redline.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.alarms.Alarms;
import dev.redline.catalog.Guardrail.Severity;
import dev.redline.cloud.StackCheck.Deployed;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** {@code redline fire-drill}: an alarm that means nothing goes off, and is waited for. */
@Command(
    name = "fire-drill",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sets the alarm fire-drill-page (or -ticket) and waits until its message arrives.%n",
      "The message goes the whole way: alarm, composite alarm, topic, key, subscribers. Whoever is"
          + " subscribed gets it too, and the end of it. A queue is made for the drill, subscribed"
          + " to the topic, and deleted."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:delivered", "1:not delivered in time, or not possible; stderr says why"})
public final class FireDrillCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POLL_SECONDS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Access access = new Access();

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      required = true,
      description = "The stack of the alarms.")
  private String stack = "";

  @Option(
      names = "--severity",
      paramLabel = "page|ticket",
      defaultValue = "page",
      description = "Which of the two is tried; by default page.")
  private String severity = "page";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long to wait for the message; by default 120.")
  private int timeoutSeconds = 120;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (access.region().isEmpty()) {
      err.println("redline: no AWS region is known: give --region, or set AWS_REGION");
      return 1;
    }
    try (CloudFormationClient cloudFormation = access.client(CloudFormationClient.builder());
        CloudWatchClient cloudWatch = access.client(CloudWatchClient.builder());
        SnsClient sns = access.client(SnsClient.builder());
        SqsClient sqs = access.client(SqsClient.builder())) {
      List<Check> checks = new ArrayList<>();
      String region = access.region().map(Region::id).orElse("");
      Deployed deployed = new StackCheck(cloudFormation, stack, region).look(checks);
      if (deployed.resources().isEmpty()) {
        checks.forEach(check -> err.println("redline: " + check.said()));
        return 1;
      }
      return drill(deployed, cloudWatch, sns, sqs);
    } catch (SdkException e) {
      err.println("redline: " + AwsTrouble.of(e));
      return 1;
    } catch (IllegalArgumentException e) {
      err.println("redline: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return 1;
    }
  }

  private Severity severity() {
    for (Severity one : Severity.values()) {
      if (one.name().equalsIgnoreCase(severity)) {
        return one;
      }
    }
    throw new IllegalArgumentException("--severity is page or ticket, was '" + severity + "'");
  }

  private int drill(Deployed deployed, CloudWatchClient cloudWatch, SnsClient sns, SqsClient sqs) {
    String topic = deployed.resources().getOrDefault(Topic.of(severity()), "");
    String queue =
        sqs.createQueue(q -> q.queueName("redline-fire-drill-" + UUID.randomUUID())).queueUrl();
    String subscription = "";
    try {
      subscription = subscribe(topic, queue, sns, sqs);
      return setAndAwait(deployed, queue, cloudWatch, sqs);
    } finally {
      String given = subscription;
      if (!given.isEmpty()) {
        sns.unsubscribe(r -> r.subscriptionArn(given));
      }
      sqs.deleteQueue(r -> r.queueUrl(queue));
    }
  }

  private static String subscribe(String topic, String queue, SnsClient sns, SqsClient sqs) {
    String arn =
        sqs.getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
         "Resource": "%s", "Condition": {"ArnEquals": {"aws:SourceArn": "%s"}}}]}
        """
            .formatted(arn, topic);
    sqs.setQueueAttributes(
        r -> r.queueUrl(queue).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    return sns.subscribe(
            r -> r.topicArn(topic).protocol("sqs").endpoint(arn).returnSubscriptionArn(true))
        .subscriptionArn();
  }

  private int setAndAwait(
      Deployed deployed, String queue, CloudWatchClient cloudWatch, SqsClient sqs) {
    String alarm = Alarms.name(deployed.environment(), deployed.job(), Alarms.drill(severity()));
    PrintWriter out = spec.commandLine().getOut();
    out.println("Setting " + alarm + "; whoever is subscribed gets a message");
    out.flush();
    long beganNanos = System.nanoTime();
    set(cloudWatch, alarm, StateValue.ALARM, "FIRE DRILL by redline: nothing is wrong");
    boolean isDelivered;
    try {
      isDelivered = awaitMessage(queue, "ALARM", sqs, beganNanos);
    } finally {
      set(cloudWatch, alarm, StateValue.OK, "The fire drill is over");
    }
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    if (!isDelivered) {
      spec.commandLine()
          .getErr()
          .printf(
              "redline: no message within %d s. Is the alarm %s in ALARM already (then it tells"
                  + " nobody again)? Else: redline doctor --stack %s%n",
              timeoutSeconds, Alarms.telling(severity()).id(), stack);
      return 1;
    }
    out.printf("Delivered after %.1f s%n", seconds);
    boolean isResolved = awaitMessage(queue, "OK", sqs, System.nanoTime());
    out.println(isResolved ? "Its end was delivered too" : "Its end was not delivered in time");
    out.flush();
    return isResolved ? 0 : 1;
  }

  private static void set(
      CloudWatchClient cloudWatch, String alarm, StateValue state, String reason) {
    cloudWatch.setAlarmState(r -> r.alarmName(alarm).stateValue(state).stateReason(reason));
  }

  private boolean awaitMessage(String queue, String state, SqsClient sqs, long beganNanos) {
    long limit = beganNanos + Duration.ofSeconds(timeoutSeconds).toNanos();
    while (System.nanoTime() < limit) {
      for (Message message :
          sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(POLL_SECONDS)).messages()) {
        sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(message.receiptHandle()));
        if (state.equals(stateOf(message.body()))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String stateOf(String body) {
    try {
      JsonNode notification = JSON.readTree(body);
      return JSON.readTree(notification.path("Message").asText()).path("NewStateValue").asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
