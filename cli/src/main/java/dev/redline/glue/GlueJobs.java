package dev.redline.glue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the Glue jobs in a text, JSON or YAML: a map of arguments, what {@code aws glue get-job} or
 * {@code get-jobs} answer, the body of a CreateJob or UpdateJob, or a CloudFormation template.
 */
public final class GlueJobs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARGUMENTS = "DefaultArguments";

  private GlueJobs() {}

  /**
   * The jobs of a text.
   *
   * @throws IllegalArgumentException when it is neither JSON nor YAML or holds no job, with what it
   *     should be
   */
  public static List<GlueJob> in(String text) {
    List<GlueJob> jobs = new ArrayList<>();
    JsonNode root = parse(text);
    root.path("Resources")
        .fields()
        .forEachRemaining(
            resource -> {
              if (resource.getValue().path("Type").asText().equals("AWS::Glue::Job")) {
                jobs.add(job(resource.getKey(), resource.getValue().path("Properties")));
              }
            });
    root.path("Jobs").forEach(job -> jobs.add(job(job.path("Name").asText(), job)));
    for (String field : List.of("Job", "JobUpdate")) {
      if (root.path(field).isObject()) {
        jobs.add(job(root.path(field).path("Name").asText(), root.path(field)));
      }
    }
    if (jobs.isEmpty() && root.path(ARGUMENTS).isObject()) {
      jobs.add(job(root.path("Name").asText(), root));
    }
    if (jobs.isEmpty() && isArguments(root)) {
      jobs.add(new GlueJob("", texts(root), Map.of()));
    }
    if (jobs.isEmpty()) {
      throw new IllegalArgumentException(
          "holds no Glue job: give a map of job arguments, the answer of aws glue get-job, or a"
              + " CloudFormation template with an AWS::Glue::Job, in JSON or YAML");
    }
    return jobs;
  }

  private static JsonNode parse(String text) {
    // What begins so is meant to be JSON, and its errors are told as such.
    if (!text.stripLeading().startsWith("{") && !text.stripLeading().startsWith("[")) {
      return Yaml.parse(text);
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "is not JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": repair it there",
          e);
    }
  }

  private static boolean isArguments(JsonNode root) {
    if (!root.isObject() || root.isEmpty()) {
      return false;
    }
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    return names.stream().anyMatch(name -> name.startsWith("--"));
  }

  private static GlueJob job(String name, JsonNode node) {
    Map<String, String> properties = new TreeMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals(ARGUMENTS) && !field.getValue().isNull()) {
                properties.put(field.getKey(), text(field.getValue()));
              }
            });
    return new GlueJob(name, texts(node.path(ARGUMENTS)), properties);
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.fields().forEachRemaining(field -> texts.put(field.getKey(), text(field.getValue())));
    return texts;
  }

  /** A value's text; of CloudFormation's functions what can be known without deploying. */
  private static String text(JsonNode value) {
    if (value.isValueNode()) {
      return value.asText();
    }
    JsonNode sub = value.path("Fn::Sub");
    if (sub.isTextual()) {
      return sub.asText();
    }
    if (sub.isArray()) {
      return sub.path(0).asText();
    }
    if (value.path("Fn::Join").isArray()) {
      List<String> parts = new ArrayList<>();
      value.path("Fn::Join").path(1).forEach(part -> parts.add(text(part)));
      return String.join(value.path("Fn::Join").path(0).asText(), parts);
    }
    return value.has("Ref") ? GlueJob.UNKNOWN + value.path("Ref").asText() + "}" : "${unknown}";
  }
}
