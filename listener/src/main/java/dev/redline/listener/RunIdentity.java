package dev.redline.listener;

import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import dev.redline.listener.signal.ExecutorSize;
import java.util.List;

/**
 * What is known of a run when the guard is attached.
 *
 * @param applicationName Spark's application name
 * @param jobName the job's name in metrics and alarms
 * @param runId the run's id; empty where it is Spark's application id, which is not known yet
 * @param environment where the job runs
 * @param sparkVersion such as 3.5.6
 * @param size what each executor is granted
 * @param expectedExecutors executors the run asked for, 0 where that is not known
 * @param measuresProcessTree whether heartbeats measure resident memory
 * @param configuration settings that applied, secrets redacted
 */
record RunIdentity(
    String applicationName,
    String jobName,
    String runId,
    String environment,
    String sparkVersion,
    ExecutorSize size,
    int expectedExecutors,
    boolean measuresProcessTree,
    List<ConfigurationEntry> configuration) {}
