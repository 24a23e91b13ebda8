package dev.redline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.sandbox.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory that a replay needs does not grow with the log. */
class LongLogTest {
  /** More than a gigabyte; twenty bytes kept of each would not fit. */
  private static final int TASKS = 2_000_000;

  @Test
  void aGigabyteIsJudgedInThirtyTwoMegabytes() throws Exception {
    Command judged =
        Command.run(
            Duration.ofMinutes(5),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LongLog.class.getName(),
                String.valueOf(TASKS)));
    assertThat(judged.exitCode()).as(judged.output()).isZero();
    System.out.print(judged.output());
    assertThat(judged.lastLine())
        .startsWith(
            "%d tasks, %d bytes of shuffle, %d executors, 0 bad lines, in 1,"
                .formatted(TASKS, 10L * TASKS, TASKS / 1_000));
  }
}
