package dev.redline.listener.meter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Writes values in CloudWatch's embedded metric format: JSON from which CloudWatch Logs makes
 * metrics, if each line arrives there as a log event of its own with nothing before or after it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">the
 *     format's specification</a>
 */
final class EmfLines {
  /** The specification's limit on metrics in one directive. */
  private static final int MAX_METRICS = 100;

  private static final JsonFactory JSON = new JsonFactory();

  private EmfLines() {}

  /** One line for values of the same time and dimensions, in the order of their first value. */
  static List<String> of(String namespace, List<MetricDatum> data) {
    Map<List<Object>, List<MetricDatum>> groups = new LinkedHashMap<>();
    for (MetricDatum datum : data) {
      List<Object> key = List.of(datum.timestamp(), datum.dimensions());
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(datum);
    }
    List<String> lines = new ArrayList<>();
    for (List<MetricDatum> group : groups.values()) {
      for (int from = 0; from < group.size(); from += MAX_METRICS) {
        lines.add(line(namespace, group.subList(from, Math.min(group.size(), from + MAX_METRICS))));
      }
    }
    return lines;
  }

  private static String line(String namespace, List<MetricDatum> data) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeObjectFieldStart("_aws");
      json.writeNumberField("Timestamp", data.get(0).timestamp().toEpochMilli());
      json.writeArrayFieldStart("CloudWatchMetrics");
      directive(json, namespace, data);
      json.writeEndArray();
      json.writeEndObject();
      for (Dimension dimension : data.get(0).dimensions()) {
        json.writeStringField(dimension.name(), dimension.value());
      }
      for (MetricDatum datum : data) {
        json.writeNumberField(datum.metricName(), datum.value());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does no I/O", e);
    }
    return line.toString();
  }

  private static void directive(JsonGenerator json, String namespace, List<MetricDatum> data)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("Namespace", namespace);
    json.writeArrayFieldStart("Dimensions");
    json.writeStartArray();
    for (Dimension dimension : data.get(0).dimensions()) {
      json.writeString(dimension.name());
    }
    json.writeEndArray();
    json.writeEndArray();
    json.writeArrayFieldStart("Metrics");
    for (MetricDatum datum : data) {
      json.writeStartObject();
      json.writeStringField("Name", datum.metricName());
      json.writeStringField("Unit", datum.unitAsString());
      json.writeNumberField("StorageResolution", datum.storageResolution());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
