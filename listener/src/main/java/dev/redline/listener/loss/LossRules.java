package dev.redline.listener.loss;

import static dev.redline.listener.signal.LossCause.CONTAINER_OOM;
import static dev.redline.listener.signal.LossCause.CONTAINER_VMEM;
import static dev.redline.listener.signal.LossCause.CRASH;
import static dev.redline.listener.signal.LossCause.DECOMMISSIONED;
import static dev.redline.listener.signal.LossCause.DISCONNECTED;
import static dev.redline.listener.signal.LossCause.DISK;
import static dev.redline.listener.signal.LossCause.EXCLUDED;
import static dev.redline.listener.signal.LossCause.HEAP_OOM;
import static dev.redline.listener.signal.LossCause.HEARTBEAT_TIMEOUT;
import static dev.redline.listener.signal.LossCause.HUNG;
import static dev.redline.listener.signal.LossCause.KILLED;
import static dev.redline.listener.signal.LossCause.LAUNCH_FAILURE;
import static dev.redline.listener.signal.LossCause.NODE_LOST;
import static dev.redline.listener.signal.LossCause.PREEMPTED;
import static dev.redline.listener.signal.LossCause.SCALED_IN;
import static dev.redline.listener.signal.LossCause.SHUTDOWN;
import static dev.redline.listener.signal.LossCause.TERMINATED;
import static dev.redline.listener.signal.LossCause.UNKNOWN;

import java.util.List;

/**
 * The rules by which a reason text is read, in order: first the phrases that tell who ended the
 * executor and why, then its exit code, then the phrases that only tell that it went. The first
 * rule that fits decides. docs/executor-loss.md is generated from them.
 *
 * <p>The word "kill" alone means nothing: YARN writes "killed on request" for out-of-memory kills
 * and Spark "killed by driver" for idle executors.
 */
public final class LossRules {
  private static final String CORE = "Spark: ExecutorLossReason, CoarseGrainedSchedulerBackend";
  private static final String YARN = "Spark on YARN: YarnAllocator";
  private static final String K8S = "Spark on Kubernetes: ExecutorPodsLifecycleManager";
  private static final String KUBELET = "Kubernetes: kubelet";
  private static final String STANDALONE = "Spark standalone: Master, Worker";
  private static final String EXPLAINED = "Spark: ExecutorExitCode, which Spark 1 wrote for a code";

  private LossRules() {}

  /** Phrases that settle the matter, whatever the exit code says. */
  static final List<TextRule> SETTLING =
      List.of(
          TextRule.of("driver-killed", "^Executor killed by driver\\.", SCALED_IN, CORE),
          TextRule.of(
              "excluded",
              "Killing (excluded|blacklisted) (idle )?executor"
                  + "|Executor is (excluded|blacklisted) due to failures",
              EXCLUDED,
              "Spark: HealthTracker, BlacklistTracker"),
          TextRule.of(
              "scale-down",
              "^Executor decommission: spark scale down",
              SCALED_IN,
              "Spark: ExecutorAllocationManager"),
          TextRule.of(
              "decommissioned",
              "^Executor decommission(\\.|:)|^Finished decommissioning|worker decommissioned",
              DECOMMISSIONED,
              CORE),
          TextRule.of("preempted", "was preempted\\.|preempted by scheduler", PREEMPTED, YARN),
          TextRule.of("yarn-event", "exited because of a YARN event", PREEMPTED, YARN),
          TextRule.of("released", "exited from explicit termination request", SCALED_IN, YARN),
          TextRule.of(
              "killed-by-master", "Container killed by the ApplicationMaster", SCALED_IN, "YARN"),
          TextRule.of("after-shutdown", "exited after Application shutdown", SHUTDOWN, YARN),
          TextRule.of(
              "shutdown-hooks",
              "Shutdown hooks cannot be modified during shutdown",
              SHUTDOWN,
              "Spark: ShutdownHookManager in an executor that is ending"),
          TextRule.of("pod-deleted", "was deleted by a user or the framework", PREEMPTED, K8S),
          TextRule.of("pod-lost", "^Pod \\S+ deleted or lost", NODE_LOST, K8S),
          TextRule.of("node-lost", "brief reason: NodeLost\\b", NODE_LOST, KUBELET),
          TextRule.of(
              "storage-limit",
              "ephemeral local storage usage exceeds the total limit"
                  + "|exceeded its local ephemeral storage limit"
                  + "|EmptyDir volume \\S+ exceeds the limit",
              DISK,
              KUBELET),
          TextRule.of(
              "evicted",
              "brief reason: (Evicted|Preempted|Preempting|NodeShutdown|Shutdown)\\b"
                  + "|The node was low on resource|imminent node shutdown"
                  + "|Preempted in order to admit critical pod",
              PREEMPTED,
              KUBELET),
          TextRule.of(
              "yarn-virtual-memory",
              "exceeding virtual memory limits"
                  + "|exceeding memory limits\\. [\\d.,]++ \\w{1,5} of [\\d.,]++ \\w{1,5} virtual memory used"
                  + "|running beyond virtual memory limits"
                  + "|running \\S+ beyond the 'VIRTUAL' memory limit",
              CONTAINER_VMEM,
              YARN),
          TextRule.of(
              "yarn-memory",
              "exceeding (physical )?memory limits|running beyond physical memory limits"
                  + "|running \\S+ beyond the 'PHYSICAL' memory limit",
              CONTAINER_OOM,
              YARN),
          TextRule.of(
              "oom-killer",
              "(?i)\\boom[ _-]killer\\b|cgroups? oom handler|cgroup out of memory",
              CONTAINER_OOM,
              "Linux, and YARN with cgroups"));

  /** What Kubernetes says of how the executor's own container ended, whatever its exit code. */
  static final List<TextRule> CONTAINER =
      List.of(
          TextRule.of("kubernetes-oom-killed", "OOMKilled", CONTAINER_OOM, K8S),
          // With exit code 137, which nothing had ended with: the kubelet only lost sight of it.
          TextRule.of(
              "kubernetes-status-unknown",
              "termination reason: ContainerStatusUnknown",
              NODE_LOST,
              KUBELET),
          TextRule.of(
              "kubernetes-not-started",
              "termination reason: (StartError|ContainerCannotRun)",
              LAUNCH_FAILURE,
              KUBELET));

  /** Exit codes. */
  static final List<ExitCodeRule> EXIT_CODES =
      List.of(
          new ExitCodeRule(0, SCALED_IN, "the process ended by itself, successfully"),
          new ExitCodeRule(1, LAUNCH_FAILURE, "the JVM did not start, or its main class failed"),
          new ExitCodeRule(3, HEAP_OOM, "HotSpot, with -XX:+ExitOnOutOfMemoryError"),
          new ExitCodeRule(10, CRASH, "uncaught exception, on Kubernetes"),
          new ExitCodeRule(50, CRASH, "SparkExitCode.UNCAUGHT_EXCEPTION"),
          new ExitCodeRule(51, CRASH, "SparkExitCode.UNCAUGHT_EXCEPTION_TWICE"),
          new ExitCodeRule(52, HEAP_OOM, "SparkExitCode.OOM"),
          new ExitCodeRule(53, DISK, "ExecutorExitCode.DISK_STORE_FAILED_TO_CREATE_DIR"),
          new ExitCodeRule(54, DISK, "ExecutorExitCode of the external block store"),
          new ExitCodeRule(55, DISK, "ExecutorExitCode of the external block store"),
          new ExitCodeRule(56, HEARTBEAT_TIMEOUT, "ExecutorExitCode.HEARTBEAT_FAILURE"),
          new ExitCodeRule(57, HUNG, "ExecutorExitCode.KILLED_BY_TASK_REAPER"),
          new ExitCodeRule(
              58, DISCONNECTED, "ExecutorExitCode.BLOCK_MANAGER_REREGISTRATION_FAILED"),
          new ExitCodeRule(101, LAUNCH_FAILURE, "SparkExitCode.CLASS_NOT_FOUND"),
          new ExitCodeRule(126, LAUNCH_FAILURE, "shell: not executable"),
          new ExitCodeRule(127, LAUNCH_FAILURE, "shell: command not found"),
          new ExitCodeRule(129, TERMINATED, "128 + SIGHUP"),
          new ExitCodeRule(130, TERMINATED, "128 + SIGINT"),
          new ExitCodeRule(132, CRASH, "128 + SIGILL"),
          new ExitCodeRule(134, CRASH, "128 + SIGABRT: the JVM aborted"),
          new ExitCodeRule(135, CRASH, "128 + SIGBUS"),
          new ExitCodeRule(136, CRASH, "128 + SIGFPE"),
          new ExitCodeRule(137, KILLED, "128 + SIGKILL: often, not always, for memory"),
          new ExitCodeRule(139, CRASH, "128 + SIGSEGV"),
          new ExitCodeRule(143, TERMINATED, "128 + SIGTERM"),
          new ExitCodeRule(-100, NODE_LOST, "YARN ContainerExitStatus.ABORTED"),
          new ExitCodeRule(-101, NODE_LOST, "YARN ContainerExitStatus.DISKS_FAILED"),
          new ExitCodeRule(-102, PREEMPTED, "YARN ContainerExitStatus.PREEMPTED"),
          new ExitCodeRule(-103, CONTAINER_VMEM, "YARN ContainerExitStatus.KILLED_EXCEEDED_VMEM"),
          new ExitCodeRule(-104, CONTAINER_OOM, "YARN ContainerExitStatus.KILLED_EXCEEDED_PMEM"),
          new ExitCodeRule(-105, SCALED_IN, "YARN ContainerExitStatus.KILLED_BY_APPMASTER"),
          new ExitCodeRule(-106, PREEMPTED, "YARN ContainerExitStatus.KILLED_BY_RESOURCEMANAGER"),
          new ExitCodeRule(-107, SHUTDOWN, "YARN ContainerExitStatus.KILLED_AFTER_APP_COMPLETION"),
          new ExitCodeRule(
              -108, PREEMPTED, "YARN ContainerExitStatus.KILLED_BY_CONTAINER_SCHEDULER"));

  /** Phrases that tell that the executor went, looked for where there is no exit code. */
  static final List<TextRule> VAGUE =
      List.of(
          TextRule.of(
              "heartbeat-timeout",
              "^Executor heartbeat timed out after <?\\d+>? ms"
                  + "|(?i:unable to send heartbeats to driver)"
                  + "|with no recent heart ?beats: \\d+ ms exceeds",
              HEARTBEAT_TIMEOUT,
              "Spark: HeartbeatReceiver, Executor"),
          TextRule.of(
              "launch-failure",
              "^Unable to create executor due to|^Cannot register with driver"
                  + "|^Received (LaunchTask|KillTask) command but executor was null"
                  + "|^Slave registration failed|^Error running executor",
              LAUNCH_FAILURE,
              "Spark: CoarseGrainedExecutorBackend, ExecutorRunner"),
          TextRule.of("explained-out-of-memory", "^OutOfMemoryError$", HEAP_OOM, EXPLAINED),
          TextRule.of(
              "explained-crash",
              "^Uncaught exception(, and logging the exception failed)?$",
              CRASH,
              EXPLAINED),
          TextRule.of(
              "explained-disk",
              "^Failed to create local directory \\(bad spark\\.local\\.dir"
                  + "|^ExternalBlockStore failed to",
              DISK,
              EXPLAINED),
          TextRule.of("explained-hung", "^Executor killed by TaskReaper", HUNG, EXPLAINED),
          TextRule.of(
              "out-of-memory-error",
              "^((# ){1,4}|Terminating due to |Aborting due to )java\\.lang\\.OutOfMemoryError"
                  + "($|: (Java heap space|GC overhead limit exceeded))",
              HEAP_OOM,
              "JVM: what it says when it ends by that; the error alone may be a task's"),
          TextRule.of(
              "worker-lost",
              "^worker lost|^\\S+ got disassociated|^Not receiving heartbeat for \\d+ seconds"
                  + "|^Worker shutting down|^Executor finished with state LOST",
              NODE_LOST,
              STANDALONE),
          TextRule.of(
              "pod-missing",
              "was not found in the cluster (at the polling time|but we didn't get a reason)",
              NODE_LOST,
              K8S),
          TextRule.of(
              "released-node", "^Container released on a \\*lost\\* node", NODE_LOST, "YARN"),
          TextRule.of("stale-executor", "^Stale executor after cluster manager", NODE_LOST, CORE),
          TextRule.of(
              "disconnected",
              "(?i)^remote (rpc|akka) client disassociated"
                  + "|^executor killed due to a failure of block manager re-registration",
              DISCONNECTED,
              CORE),
          TextRule.of("signal", "^RECEIVED SIGNAL (TERM|INT|HUP)", TERMINATED, "executor's log"),
          TextRule.of(
              "process-lost",
              "^Executor Process Lost|^Slave lost|^AM is not yet registered|^Pending loss reason"
                  + "|^Task \\S+ was lost, so marking the executor as lost",
              UNKNOWN,
              CORE));
}
