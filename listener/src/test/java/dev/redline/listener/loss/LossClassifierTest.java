package dev.redline.listener.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.LossCause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark writes, word for word, and what nobody would write. */
class LossClassifierTest {

  private static LossCause causeOf(String reason) {
    return LossClassifier.classify(reason).cause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Executor killed by driver. | SCALED_IN
          Executor decommission. | DECOMMISSIONED
          Executor decommission: spark scale down | SCALED_IN
          Executor decommission: worker decommissioned | DECOMMISSIONED
          Executor decommission: Executor 3 is decommissioned. | DECOMMISSIONED
          Executor decommission: Decommissioning all executors on host-7. | DECOMMISSIONED
          Executor decommission: Rolling via OUTLIER at 1700000000000 | DECOMMISSIONED
          Executor decommission: Killing excluded executor id 3 since x is set. (actually decommissioning) | EXCLUDED
          Killing excluded executor id 3 since spark.excludeOnFailure.killExcludedExecutors is set. | EXCLUDED
          Killing excluded idle executor id 3 because of task unschedulability and dynamic allocation is on | EXCLUDED
          Finished decommissioning | DECOMMISSIONED
          Executor heartbeat timed out after 120023 ms | HEARTBEAT_TIMEOUT
          Executor heartbeat timed out after <148564> ms | HEARTBEAT_TIMEOUT
          Exit as unable to send heartbeats to driver more than 60 times | HEARTBEAT_TIMEOUT
          Remote RPC client disassociated. Likely due to containers exceeding thresholds, or network issues. Check driver logs for WARN messages. | DISCONNECTED
          remote Rpc client disassociated | DISCONNECTED
          remote Akka client disassociated | DISCONNECTED
          Stale executor after cluster manager re-registered. | NODE_LOST
          Executor Process Lost | UNKNOWN
          Slave lost | UNKNOWN
          AM is not yet registered. | UNKNOWN
          Pending loss reason. | UNKNOWN
          Task 17 was lost, so marking the executor as lost as well. | UNKNOWN
          Unable to create executor due to No space left on device | LAUNCH_FAILURE
          Cannot register with driver: spark://CoarseGrainedScheduler@host:1 | LAUNCH_FAILURE
          Received LaunchTask command but executor was null | LAUNCH_FAILURE
          Received KillTask command but executor was null | LAUNCH_FAILURE
          """)
  void readsWhatEveryClusterManagerWrites(String reason, LossCause cause) {
    assertThat(causeOf(reason)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Container killed by YARN for exceeding physical memory limits. 6.0 GB of 6 GB physical memory used. Consider boosting spark.executor.memoryOverhead. | CONTAINER_OOM
          Container killed by YARN for exceeding memory limits. 1.4 GB of 1.4 GB physical memory used. Consider boosting spark.yarn.executor.memoryOverhead | CONTAINER_OOM
          Container killed by YARN for exceeding virtual memory limits. 7.2 GB of 4.2 GB virtual memory used. Consider boosting spark.executor.memoryOverhead or boosting yarn.nodemanager.vmem-pmem-ratio or disabling yarn.nodemanager.vmem-check-enabled because of YARN-4714. | CONTAINER_VMEM
          Container killed by YARN for exceeding memory limits. 7.2 GB of 4.2 GB virtual memory used. Consider boosting spark.yarn.executor.memoryOverhead. | CONTAINER_VMEM
          Container killed by YARN for exceeding memory limits. 850 MB of 1 GB virtual memory used. | CONTAINER_VMEM
          Container [pid=1,containerID=c_1] is running beyond virtual memory limits. Current usage: 190.4 MB of 1 GB physical memory used; 2.1 GB of 2.1 GB virtual memory used. | CONTAINER_VMEM
          Container [pid=1,containerID=c_1] is running beyond physical memory limits. Current usage: 1.1 GB of 1 GB physical memory used; 2.0 GB of 2.1 GB virtual memory used. | CONTAINER_OOM
          Container container_1_1_01_000002 on host: h1 was preempted. | PREEMPTED
          Executor for container container_1 exited because of a YARN event (e.g., preemption) and not because of an error in the running job. | PREEMPTED
          Executor for container container_1 exited because of a YARN event (e.g., pre-emption) and not because of an error in the running job. | PREEMPTED
          Executor for container container_1 exited after Application shutdown. | SHUTDOWN
          Container container_1 exited from explicit termination request. | SCALED_IN
          Container marked as failed: container_1 on host: h1. Exit status: -100. Diagnostics: Container released on a *lost* node. | NODE_LOST
          Container marked as failed: container_1 on host: h1. Exit status: -101. Diagnostics: Container released by disks failed. | NODE_LOST
          Container marked as failed: container_1 on host: h1. Exit status: 137. Diagnostics: Container killed on request. Exit code is 137 | KILLED
          Container marked as failed: container_1 on host: h1. Exit status: 143. Possible causes: OutOfMemoryError. Diagnostics: Container killed on request. Exit code is 143. | TERMINATED
          Container from a bad node: container_1 on host: h1. Exit status: 137. Possible causes: OutOfMemoryError. Diagnostics: [2022-02-22 15:02:23.483]Container killed on request. Exit code is 137. | KILLED
          Container from a bad node: container_1 on host: h1. Exit status: 52. Diagnostics: Exception from container-launch. | HEAP_OOM
          Container from a bad node: container_1 on host: h1. Exit status: 1. Diagnostics: Exception from container-launch. | LAUNCH_FAILURE
          Container from a bad node: container_1 on host: h1. Exit status: -108. Diagnostics: none. | PREEMPTED
          Container killed on request. Exit code is 137 Container exited with a non-zero exit code 137 Killed by external signal | KILLED
          Container killed on request. Exit code is 143 | TERMINATED
          """)
  void readsWhatYarnWrites(String reason, LossCause cause) {
    assertThat(causeOf(reason)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Command exited with code 52 | HEAP_OOM
          Command exited with code 137 | KILLED
          Command exited with code 143 | TERMINATED
          Command exited with code 0 | SCALED_IN
          worker lost | NODE_LOST
          worker lost: 10.59.176.34:35971 got disassociated | NODE_LOST
          10.59.176.34:35971 got disassociated | NODE_LOST
          Not receiving heartbeat for 60 seconds | NODE_LOST
          Worker shutting down | NODE_LOST
          RECEIVED SIGNAL INT | TERMINATED
          Shutdown hooks cannot be modified during shutdown. | SHUTDOWN
          """)
  void readsWhatStandaloneWrites(String reason, LossCause cause) {
    assertThat(causeOf(reason)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The executor with id 1 exited with exit code 0(success). | SCALED_IN
          The executor with id 1 exited with exit code 1(generic, look at logs to clarify). | LAUNCH_FAILURE
          The executor with id 1 exited with exit code 42(Douglas Adams fan). | UNKNOWN
          The executor with id 1 exited with exit code 50(Uncaught exception). | CRASH
          The executor with id 1 exited with exit code 52(JVM OOM). | HEAP_OOM
          The executor with id 1 exited with exit code 53(DiskStore failed to create temp dir). | DISK
          The executor with id 1 exited with exit code 126(not executable - possibly perm or arch). | LAUNCH_FAILURE
          The executor with id 1 exited with exit code 137(SIGKILL, possible container OOM). | KILLED
          The executor with id 1 exited with exit code 137 (SIGKILL, possible container OOM). | KILLED
          The executor with id 1 exited with exit code 139(SIGSEGV: that's unexpected). | CRASH
          The executor with id 1 exited with exit code 143(unexpected). | TERMINATED
          The executor with id 1 exited with exit code 255(exit-1, your guess is as good as mine). | UNKNOWN
          The executor with id 1 exited with exit code 137. | KILLED
          The executor with id 1 was deleted by a user or the framework. | PREEMPTED
          The executor with ID 1 (registered at 5 ms) was not found in the cluster at the polling time (9 ms) which is after the accepted detect delta time (4 ms) configured by x. | NODE_LOST
          Pod spark-static-test-exec-1 deleted or lost. | NODE_LOST
          """)
  void readsWhatKubernetesWrites(String reason, LossCause cause) {
    assertThat(causeOf("\n" + reason)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "0,SCALED_IN",
    "1,LAUNCH_FAILURE",
    "3,HEAP_OOM",
    "10,CRASH",
    "50,CRASH",
    "51,CRASH",
    "52,HEAP_OOM",
    "53,DISK",
    "54,DISK",
    "55,DISK",
    "56,HEARTBEAT_TIMEOUT",
    "57,HUNG",
    "58,DISCONNECTED",
    "101,LAUNCH_FAILURE",
    "126,LAUNCH_FAILURE",
    "127,LAUNCH_FAILURE",
    "129,TERMINATED",
    "130,TERMINATED",
    "132,CRASH",
    "134,CRASH",
    "135,CRASH",
    "136,CRASH",
    "137,KILLED",
    "139,CRASH",
    "143,TERMINATED",
    "-100,NODE_LOST",
    "-101,NODE_LOST",
    "-102,PREEMPTED",
    "-103,CONTAINER_VMEM",
    "-104,CONTAINER_OOM",
    "-105,SCALED_IN",
    "-106,PREEMPTED",
    "-107,SHUTDOWN",
    "-108,PREEMPTED",
    "-1,UNKNOWN",
    "-1000,UNKNOWN",
    "11,UNKNOWN",
    "124,UNKNOWN",
    "255,UNKNOWN",
    "999999999,UNKNOWN"
  })
  void readsEveryExitCode(int code, LossCause cause) {
    String text = "Container from a bad node: c on host: h. Exit status: " + code + ". Diagnostics";
    assertThat(causeOf(text)).isEqualTo(cause);
  }

  @Test
  void readsNoCodeOutOfANumberThatIsTooLongToBeOne() {
    assertThat(LossClassifier.classify("Exit status: 13700000000000"))
        .isEqualTo(new Classification(LossCause.UNKNOWN, "unknown"));
  }

  @Test
  void givesStableRuleIds() {
    assertThat(LossClassifier.classify("Command exited with code 52").ruleId())
        .isEqualTo("exit-52");
    assertThat(LossClassifier.classify("Command exited with code 99").ruleId())
        .isEqualTo("exit-other");
    assertThat(LossClassifier.classify("Executor killed by driver.").ruleId())
        .isEqualTo("driver-killed");
    assertThat(
            Stream.of(LossRules.SETTLING, LossRules.CONTAINER, LossRules.VAGUE)
                .flatMap(List::stream))
        .extracting(TextRule::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void ignoresTheTextThatIsDerivedFromTheNumber() {
    String text =
        "Container from a bad node: c on host: h. Exit status: 1. Possible causes:"
            + " OutOfMemoryError. Diagnostics: the last command exited with code 52";
    assertThat(causeOf(text)).isEqualTo(LossCause.LAUNCH_FAILURE);
  }

  /** The word alone means nothing. */
  @Test
  void killMeansNothing() {
    assertThat(causeOf("Container killed on request. Exit code is 137"))
        .matches(c -> c.isCounted());
    assertThat(causeOf("Executor killed by driver.")).matches(c -> !c.isCounted());
    assertThat(causeOf("somebody may have killed it")).isEqualTo(LossCause.UNKNOWN);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t\n\r ", "\u0000\u0001"})
  void nothingIsUnknown(String reason) {
    assertThat(LossClassifier.classify(reason))
        .isEqualTo(new Classification(LossCause.UNKNOWN, "empty"));
  }

  static Stream<Arguments> hostile() {
    byte[] noise = new byte[4096];
    new Random(86).nextBytes(noise);
    return Stream.of(
        Arguments.of("binary", new String(noise, StandardCharsets.ISO_8859_1)),
        Arguments.of("one megabyte", "x".repeat(1 << 20)),
        Arguments.of("half a surrogate pair", "a".repeat(16_383) + "\ud83d\ude00"),
        Arguments.of("Japanese", "エグゼキュータがメモリ不足で強制終了されました"),
        Arguments.of("Russian", "Исполнитель был убит из-за нехватки памяти"),
        Arguments.of("Arabic digits", "Exit status: \u0661\u0663\u0667"),
        Arguments.of("German", "Der Executor wurde beendet: Speicher voll"),
        Arguments.of("a regular expression", "(.*)*$ [^ \\ Exit status: (-?\\d+)"),
        Arguments.of("markup", "<b>Executor</b> & \"lost\""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void whatNobodyKnowsIsUnknown(String name, String reason) {
    assertThat(LossClassifier.classify(reason))
        .isEqualTo(new Classification(LossCause.UNKNOWN, "unknown"));
  }

  @Test
  void judgesALongTextByItsBeginning() {
    String noise = "x".repeat(1 << 20);
    assertThat(causeOf("Command exited with code 52 " + noise)).isEqualTo(LossCause.HEAP_OOM);
    assertThat(causeOf(noise + " Command exited with code 52")).isEqualTo(LossCause.UNKNOWN);
    String before = "x ".repeat(LossClassifier.MAX_LENGTH / 2 - 14);
    assertThat(causeOf(before + "Command exited with code 52")).isEqualTo(LossCause.HEAP_OOM);
  }

  @Test
  void readsThroughAnyLayout() {
    assertThat(causeOf("Container marked\nas failed: c on host:\nh. Exit\tstatus: \r\n 50."))
        .isEqualTo(LossCause.CRASH);
    assertThat(causeOf("  Executor killed by driver.  ")).isEqualTo(LossCause.SCALED_IN);
  }
}
