package dev.redline.dashboards;

import dev.redline.catalog.AlarmName;
import dev.redline.catalog.Metric;
import java.util.Optional;

/**
 * What a dashboard body is about. Values are used as they are; {@code ${…}} placeholders of
 * CloudFormation are values too.
 *
 * @param namespace CloudWatch's namespace of the metrics
 * @param jobName the value of dimension JobName
 * @param alarmJob what titles and alarms call the job; as {@link AlarmName#job} makes it
 * @param environment the value of dimension Environment
 * @param region the AWS region of the metrics
 * @param alarms what the ARNs of alarms begin with, up to {@code :alarm:}; empty where the account
 *     is not known, and the body then has no alarms
 * @param workerPrice US dollars for each hour of a worker, as it stands in an expression
 * @param firstFound whether the dashboard opens with the first job found instead of the one named;
 *     for a body that is pasted by hand
 */
public record Target(
    String namespace,
    String jobName,
    String alarmJob,
    String environment,
    String region,
    Optional<String> alarms,
    String workerPrice,
    boolean firstFound) {

  /** One job in a region of an account that is not known. */
  public static Target job(String jobName, String environment, String region) {
    return new Target(
        Metric.DEFAULT_NAMESPACE,
        jobName,
        AlarmName.job(jobName),
        environment,
        region,
        Optional.empty(),
        WorkerPrice.GLUE_G1X.text(),
        false);
  }

  /** The same with the alarms of this account. */
  public Target withAlarms(String accountId) {
    return new Target(
        namespace,
        jobName,
        alarmJob,
        environment,
        region,
        Optional.of("arn:aws:cloudwatch:" + region + ":" + accountId + ":alarm:"),
        workerPrice,
        firstFound);
  }
}
