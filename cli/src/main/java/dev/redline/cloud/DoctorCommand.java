package dev.redline.cloud;

import dev.redline.alarms.StackParameters;
import dev.redline.catalog.Guardrail.Severity;
import dev.redline.catalog.Metric;
import dev.redline.cloud.Check.Result;
import dev.redline.cloud.StackCheck.Deployed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** {@code redline doctor}: one line for each thing looked at, and exit code 1 if one failed. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether a deployed stack of alarms can tell anybody, and if not, why.%n",
      "Looks at credentials, region, endpoint, clock, the job's permission to publish, the stack"
          + " and its template, the alarms, topics, keys, subscriptions, and whether anything was"
          + " published. Changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing failed", "1:something failed; its line says what to do"})
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Access access = new Access();

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      required = true,
      description = "The stack of the alarms.")
  private String stack = "";

  @Option(
      names = "--role",
      paramLabel = "ARN",
      description = "The job's role, to ask IAM whether it may publish; by default the caller.")
  private @Nullable String role;

  private final List<Check> checks = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    if (region()) {
      checks.addAll(Reachability.checks(access.cloudWatch()));
    }
    if (isWell() && credentials()) {
      deployed();
    } else {
      checks.add(Check.skip("stack", "and all that is in it: needs what failed above"));
    }
    PrintWriter out = spec.commandLine().getOut();
    checks.forEach(check -> out.println(check.line()));
    out.flush();
    return isWell() ? 0 : 1;
  }

  private boolean isWell() {
    return checks.stream().noneMatch(check -> check.result() == Result.FAIL);
  }

  private boolean region() {
    Region region = access.region().orElse(null);
    if (region == null) {
      checks.add(Check.fail("region", "none is known: give --region, or set AWS_REGION"));
      return false;
    }
    if (access.endpoint().isEmpty() && !Region.regions().contains(region)) {
      checks.add(Check.fail("region", "'" + region + "' is none that AWS has: correct --region"));
      return false;
    }
    checks.add(Check.ok("region", region.id()));
    return true;
  }

  private boolean credentials() {
    try (StsClient sts = access.client(StsClient.builder())) {
      String arn = sts.getCallerIdentity().arn();
      checks.add(Check.ok("credentials", arn));
      checks.add(permission(role == null ? arn : role));
      return true;
    } catch (SdkException e) {
      checks.add(Check.fail("credentials", AwsTrouble.ofCredentials(e)));
      return false;
    }
  }

  private Check permission(String principal) {
    try (IamClient iam = access.client(IamClient.builder())) {
      List<EvaluationResult> results =
          iam.simulatePrincipalPolicy(
                  r -> r.policySourceArn(principal).actionNames("cloudwatch:PutMetricData"))
              .evaluationResults();
      boolean isAllowed =
          results.stream()
              .allMatch(one -> one.evalDecision() == PolicyEvaluationDecisionType.ALLOWED);
      return isAllowed
          ? Check.ok("permission", principal + " may cloudwatch:PutMetricData")
          : Check.warn(
              "permission",
              principal
                  + " may not cloudwatch:PutMetricData, as far as IAM's simulation tells; give the"
                  + " job's role with --role");
    } catch (SdkException e) {
      return Check.warn(
          "permission",
          "IAM does not tell (" + AwsTrouble.of(e) + "); give the job's role with --role");
    }
  }

  private void deployed() {
    String region = access.region().map(Region::id).orElse("");
    try (CloudFormationClient cloudFormation = access.client(CloudFormationClient.builder());
        CloudWatchClient cloudWatch = access.client(CloudWatchClient.builder());
        SnsClient sns = access.client(SnsClient.builder());
        KmsClient kms = access.client(KmsClient.builder())) {
      Deployed deployed = new StackCheck(cloudFormation, stack, region).look(checks);
      if (deployed.resources().isEmpty()) {
        return;
      }
      checks.add(new AlarmCheck(cloudWatch, deployed).check());
      for (Severity severity : Severity.values()) {
        checks.addAll(new Topic(sns, kms).checks(severity, deployed));
      }
      checks.add(jobName(deployed));
      checks.add(published(cloudWatch, deployed));
    } catch (SdkException e) {
      checks.add(Check.fail("access", AwsTrouble.of(e)));
    }
  }

  private static Check jobName(Deployed deployed) {
    String problem = StackParameters.problemOf(deployed.job());
    return problem.isEmpty()
        ? Check.ok("job name", "'" + deployed.job() + "' fits")
        : Check.fail("job name", problem);
  }

  private static Check published(CloudWatchClient cloudWatch, Deployed deployed) {
    String namespace = deployed.parameters().getOrDefault("Namespace", Metric.DEFAULT_NAMESPACE);
    List<String> jobs =
        cloudWatch
            .listMetricsPaginator(
                r ->
                    r.namespace(namespace)
                        .metricName(Metric.GUARD_ALIVE.cloudWatchName())
                        .dimensions(DimensionFilter.builder().name("JobName").build()))
            .metrics()
            .stream()
            .map(metric -> name(metric.dimensions()))
            .distinct()
            .sorted()
            .toList();
    String wanted = deployed.publishedJob() + " in " + deployed.environment();
    return jobs.contains(wanted)
        ? Check.ok("published", wanted + " has published to " + namespace)
        : Check.warn(
            "published",
            "nothing of %s in %s within two weeks; published are %s. The names must be the same,"
                    .formatted(wanted, namespace, jobs.isEmpty() ? "no jobs" : jobs)
                + " letter by letter, and a job that has never run has published nothing");
  }

  private static String name(List<Dimension> dimensions) {
    return value(dimensions, "JobName") + " in " + value(dimensions, "Environment");
  }

  private static String value(List<Dimension> dimensions, String name) {
    return dimensions.stream()
        .filter(dimension -> dimension.name().equals(name))
        .map(Dimension::value)
        .findFirst()
        .orElse("");
  }
}
