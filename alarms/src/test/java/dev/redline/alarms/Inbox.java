package dev.redline.alarms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue that gets what a topic sends, and all it ever got. */
final class Inbox {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient sqs;
  private final String url;
  private final List<JsonNode> messages = new ArrayList<>();

  Inbox(SqsClient sqs, String name) {
    this.sqs = sqs;
    this.url = sqs.createQueue(queue -> queue.queueName(name)).queueUrl();
  }

  String arn() {
    return sqs.getQueueAttributes(
            request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }

  /** The messages of alarms in a state whose name holds the job's, so far. */
  List<JsonNode> of(String jobName, String state) throws IOException {
    return all().stream()
        .filter(
            message ->
                message.path("AlarmName").asText().contains(jobName)
                    && message.path("NewStateValue").asText().equals(state))
        .toList();
  }

  List<JsonNode> all() throws IOException {
    for (Message message : receive()) {
      messages.add(JSON.readTree(JSON.readTree(message.body()).path("Message").asText()));
      sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
    }
    return List.copyOf(messages);
  }

  private List<Message> receive() {
    return sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10)).messages();
  }
}
