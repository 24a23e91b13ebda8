package dev.redline.listener.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.LossCause;
import org.junit.jupiter.api.Test;

/** Pods of several containers, whose headline may be about a sidecar. */
class KubernetesPodTest {
  private static final String EXECUTOR = "spark-kubernetes-executor";

  private static String pod(String headline, String... containers) {
    return """

        The executor with id 1 exited with exit code %s.
        The API gave the following brief reason: null
        The API gave the following message: null

        The API gave the following container statuses:

        %s
        """
        .formatted(headline, String.join("\n", containers));
  }

  private static String ended(String name, int code, String reason) {
    return """
        	 container name: %s
        	 container image: registry/%s:1
        	 container state: terminated
        	 container started at: 2024-09-25T02:32:17Z
        	 container finished at: 2024-09-25T02:35:28Z
        	 exit code: %d
        	 termination reason: %s
        """
        .formatted(name, name, code, reason);
  }

  private static String running(String name) {
    return """
        	 container name: %s
        	 container image: registry/%s:1
        	 container state: running
        	 container started at: 2024-09-25T02:32:16Z
        """
        .formatted(name, name);
  }

  private static Classification of(String pod) {
    return LossClassifier.classify(pod);
  }

  @Test
  void theExecutorsCodeCountsWhereTheHeadlineIsASidecars() {
    String pod =
        pod(
            "0(success)",
            ended("fluentd", 0, "Completed"),
            running("istio-proxy"),
            ended(EXECUTOR, 52, "Error"));
    assertThat(of(pod)).isEqualTo(new Classification(LossCause.HEAP_OOM, "exit-52"));
  }

  @Test
  void aSidecarOutOfMemoryIsNotTheExecutor() {
    String pod =
        pod(
            "137(SIGKILL, possible container OOM)",
            ended("fluentd", 137, "OOMKilled"),
            ended(EXECUTOR, 0, "Completed"));
    assertThat(of(pod)).isEqualTo(new Classification(LossCause.SCALED_IN, "exit-0"));
  }

  @Test
  void aSidecarThatDiedBesideARunningExecutorSaysNothing() {
    String pod =
        pod(
            "137(SIGKILL, possible container OOM)",
            ended("fluentd", 137, "OOMKilled"),
            running(EXECUTOR));
    assertThat(of(pod))
        .isEqualTo(new Classification(LossCause.UNKNOWN, "kubernetes-sidecar-ended"));
  }

  @Test
  void anExecutorThatTheKernelKilledForMemoryIsNamed() {
    String pod = pod("137(SIGKILL, possible container OOM)", ended(EXECUTOR, 137, "OOMKilled"));
    assertThat(of(pod))
        .isEqualTo(new Classification(LossCause.CONTAINER_OOM, "kubernetes-oom-killed"));
  }

  @Test
  void outOfMemoryKillsMayEndWithCodeZero() {
    String pod = pod("0(success)", ended(EXECUTOR, 0, "OOMKilled"));
    assertThat(of(pod).cause()).isEqualTo(LossCause.CONTAINER_OOM);
  }

  @Test
  void theOnlyContainerIsTheExecutorWhateverItsName() {
    assertThat(of(pod("0(success)", ended("main", 52, "Error"))).cause())
        .isEqualTo(LossCause.HEAP_OOM);
  }

  @Test
  void sparksOwnNameWinsOverASidecarThatSpeaksOfExecutors() {
    String pod =
        pod(
            "0(success)",
            ended("executor-log-shipper", 0, "Completed"),
            ended(EXECUTOR, 52, "Error"));
    assertThat(of(pod).cause()).isEqualTo(LossCause.HEAP_OOM);
  }

  @Test
  void aContainerNamedForSparkIsTheExecutor() {
    String pod = pod("0(success)", ended("proxy", 0, "Completed"), ended("my-spark", 52, "Error"));
    assertThat(of(pod).cause()).isEqualTo(LossCause.HEAP_OOM);
  }

  @Test
  void theHeadlineCountsWhereTheStatusIsCutOff() {
    String text =
        "The executor with id 32 exited with exit code 137(SIGKILL, possible container OOM).\n"
            + "The API gave the following container statuses:\n\tcontainer name: "
            + EXECUTOR
            + "\n\tcontainer state: terminated\n\tcontainer started at: 2022-08-06";
    assertThat(of(text).cause()).isEqualTo(LossCause.KILLED);
  }

  @Test
  void evictionIsNoFaultOfTheRunWhateverTheCode() {
    String text =
        """

        The executor with id 4 exited with exit code 137(SIGKILL, possible container OOM).
        The API gave the following brief reason: Evicted
        The API gave the following message: The node was low on resource: ephemeral-storage.
        """;
    assertThat(of(text)).isEqualTo(new Classification(LossCause.PREEMPTED, "evicted"));
  }
}
