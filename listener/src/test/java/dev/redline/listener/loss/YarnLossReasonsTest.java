package dev.redline.listener.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.LossCause;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the YARN 3.4.1 of the sandbox printed for executors that were really lost. Spark 3.5.6
 * writes no possible causes; 4.1.1 does, and derives them from the number.
 */
class YarnLossReasonsTest {
  private static final String DIAGNOSTICS =
      "Diagnostics: [2026-11-24 22:16:59.297]Container killed on request. Exit code is %1$d\n"
          + "[2026-11-24 22:16:59.297]Container exited with a non-zero exit code %1$d. \n"
          + "[2026-11-24 22:16:59.297]Killed by external signal\n.";
  private static final String CONTAINER =
      "Container from a bad node: container_1795558583890_0001_01_000003 on host: localhost. ";
  private static final String DERIVED =
      "Possible causes: Unknown executor exit code (%1$d) (died from signal %2$d?) ";

  /** SIGTERM is what YARN's executors send themselves when their heap is exhausted. */
  @ParameterizedTest
  @CsvSource({"137, 9, KILLED", "143, 15, TERMINATED"})
  void readsTheNumberOfAContainerThatASignalEnded(int code, int signal, LossCause cause) {
    String old = CONTAINER + "Exit status: %1$d. " + DIAGNOSTICS;
    String derived = CONTAINER + "Exit status: %1$d. " + DERIVED + DIAGNOSTICS;
    assertThat(LossClassifier.classify(old.formatted(code)))
        .isEqualTo(new Classification(cause, "exit-" + code));
    assertThat(LossClassifier.classify(derived.formatted(code, signal)))
        .isEqualTo(new Classification(cause, "exit-" + code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Container killed by YARN for exceeding physical memory limits. 822 MB of 768 MB physical memory used. Consider boosting spark.executor.memoryOverhead. | CONTAINER_OOM
          Executor killed by driver. | SCALED_IN
          """)
  void readsWhatBothSparksPrintAlike(String reason, LossCause cause) {
    assertThat(LossClassifier.classify(reason).cause()).isEqualTo(cause);
  }
}
