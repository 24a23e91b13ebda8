package dev.redline.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.alarms.Alarms;
import dev.redline.alarms.StackParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** The stack of the alarms: is it there, complete, and what this version would deploy? */
final class StackCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudFormationClient cloudFormation;
  private final String name;
  private final String region;

  StackCheck(CloudFormationClient cloudFormation, String name, String region) {
    this.cloudFormation = cloudFormation;
    this.name = name;
    this.region = region;
  }

  /**
   * What is deployed.
   *
   * @param parameters the stack's parameters, by name
   * @param resources the names or addresses of its resources, by their logical ids
   */
  record Deployed(Map<String, String> parameters, Map<String, String> resources) {
    String job() {
      return parameters.getOrDefault("JobName", "");
    }

    /** The job's name in dimensions. */
    String publishedJob() {
      String given = parameters.getOrDefault(StackParameters.PUBLISHED_JOB, "");
      return given.isEmpty() ? job() : given;
    }

    String environment() {
      return parameters.getOrDefault("Environment", "");
    }
  }

  /** Looks at the stack; adds what it finds, and returns what is deployed. */
  Deployed look(List<Check> checks) {
    Stack stack;
    try {
      stack = cloudFormation.describeStacks(r -> r.stackName(name)).stacks().get(0);
    } catch (CloudFormationException e) {
      checks.add(
          Check.fail(
              "stack",
              "no stack '%s' in %s (%s): check --stack and --region, or deploy it"
                  .formatted(name, region, e.awsErrorDetails().errorMessage())));
      return new Deployed(Map.of(), Map.of());
    }
    String status = stack.stackStatusAsString();
    checks.add(
        status.matches("(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE")
            ? Check.ok("stack", name + " is " + status)
            : Check.fail(
                "stack", "%s is %s: look at its events in CloudFormation".formatted(name, status)));
    checks.add(template());
    Map<String, String> resources = new HashMap<>();
    cloudFormation
        .listStackResourcesPaginator(r -> r.stackName(name))
        .stackResourceSummaries()
        .stream()
        .filter(resource -> resource.physicalResourceId() != null)
        .forEach(r -> resources.put(r.logicalResourceId(), r.physicalResourceId()));
    Map<String, String> parameters =
        stack.parameters().stream()
            .collect(
                Collectors.toMap(
                    Parameter::parameterKey, p -> String.valueOf(p.parameterValue()), (a, b) -> b));
    return new Deployed(parameters, resources);
  }

  /** As JSON, so that white space does not count. */
  private Check template() {
    String deployed = cloudFormation.getTemplate(r -> r.stackName(name)).templateBody();
    try {
      Map<?, ?> theirs = JSON.readValue(deployed, Map.class);
      Map<?, ?> ours = JSON.readValue(Alarms.template(), Map.class);
      Set<String> differing = new TreeSet<>();
      for (String section : List.of("Parameters", "Conditions", "Resources", "Outputs")) {
        differing.addAll(differences(section, part(theirs, section), part(ours, section)));
      }
      return differing.isEmpty()
          ? Check.ok("template", "is the one of this version")
          : Check.fail(
              "template",
              "differs from the one of this version at "
                  + differing.stream().limit(5).collect(Collectors.joining(", "))
                  + (differing.size() > 5 ? " and " + (differing.size() - 5) + " more" : "")
                  + ": deploy again, from redline templates");
    } catch (JsonProcessingException e) {
      return Check.fail("template", "is not Redline's: it is no JSON");
    }
  }

  private static Map<?, ?> part(Map<?, ?> template, String section) {
    return template.get(section) instanceof Map<?, ?> part ? part : Map.of();
  }

  private static List<String> differences(String section, Map<?, ?> theirs, Map<?, ?> ours) {
    Set<Object> names = new TreeSet<>(theirs.keySet());
    names.addAll(ours.keySet());
    List<String> differing = new ArrayList<>();
    for (Object one : names) {
      if (!Objects.equals(theirs.get(one), ours.get(one))) {
        differing.add(section + "." + one);
      }
    }
    return differing;
  }
}
