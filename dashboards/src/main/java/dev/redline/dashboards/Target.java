package dev.redline.dashboards;

/**
 * What a dashboard body is about. Values are used as they are; {@code ${…}} placeholders of
 * CloudFormation are values too.
 *
 * @param namespace CloudWatch's namespace of the metrics
 * @param jobName the value of dimension JobName
 * @param environment the value of dimension Environment
 * @param region the AWS region of the metrics
 * @param firstFound whether the dashboard opens with the first job found instead of the one named;
 *     for a body that is pasted by hand
 */
public record Target(
    String namespace, String jobName, String environment, String region, boolean firstFound) {}
