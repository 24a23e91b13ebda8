package dev.redline.listener.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.run.RunRecord.Application;
import dev.redline.listener.run.RunRecord.Limits;
import dev.redline.listener.run.RunRecord.Rows;
import dev.redline.listener.run.RunRecord.Totals;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictFileTest {
  private static final Verdict STOP =
      new Verdict(
          Severity.STOP,
          "death-rate",
          1_500,
          LossCause.HEAP_OOM,
          "4 executors lost",
          List.of("executor 1"),
          List.of("more memory"),
          Retry.YES_WITH_MORE_MEMORY);

  private static VerdictFile of(String mode, Verdict verdict) {
    Totals totals =
        new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Memory.NONE, null, null, Rows.NONE);
    RunRecord run =
        new RunRecord(
            RunRecord.VERSION,
            new Application("app-1", "Load sales", "load-sales", "prod", "3.5.6", "1"),
            1_000,
            2_000,
            true,
            mode,
            verdict,
            List.of(),
            new Limits(1, 0.8, 0.2),
            totals,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return VerdictFile.of(run, 86);
  }

  @Test
  void aStoppedRunHasItsExitCode() {
    assertThat(Json.write(of("enforce", STOP)))
        .isEqualTo(
            "{\"verdict\":\"STOP\",\"stopped\":true,\"exitCode\":86,\"policy\":\"death-rate\","
                + "\"cause\":\"HEAP_OOM\",\"summary\":\"4 executors lost\","
                + "\"evidence\":[\"executor 1\"],\"advice\":[\"more memory\"],"
                + "\"retry\":\"YES_WITH_MORE_MEMORY\",\"notes\":[],\"atMs\":1500,\"mode\":\"enforce\","
                + "\"appId\":\"app-1\",\"appName\":\"Load sales\",\"jobName\":\"load-sales\","
                + "\"environment\":\"prod\"}");
  }

  @Test
  void anObservedRunWasNotStopped() {
    VerdictFile file = of("observe", STOP);
    assertThat(file.verdict()).isEqualTo("STOP");
    assertThat(file.stopped()).isFalse();
    assertThat(file.exitCode()).isNull();
  }

  @Test
  void aHealthyRunIsJudgedAtItsEnd() {
    VerdictFile file = of("enforce", Verdict.healthy());
    assertThat(file.verdict()).isEqualTo("HEALTHY");
    assertThat(file.stopped()).isFalse();
    assertThat(file.exitCode()).isNull();
    assertThat(file.cause()).isNull();
    assertThat(file.atMs()).isEqualTo(2_000);
    assertThat(file.retry()).isEqualTo("YES");
  }
}
