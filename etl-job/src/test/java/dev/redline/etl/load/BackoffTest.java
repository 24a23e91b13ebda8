package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(9, Duration.ofSeconds(1), Duration.ofSeconds(30));

  @Test
  void doublesUpToItsBound() {
    RandomGenerator least = () -> 0L;

    assertThat(BACKOFF.after(1, least)).isEqualTo(Duration.ofSeconds(1));
    assertThat(BACKOFF.after(2, least)).isEqualTo(Duration.ofSeconds(2));
    assertThat(BACKOFF.after(5, least)).isEqualTo(Duration.ofSeconds(16));
    assertThat(BACKOFF.after(6, least)).isEqualTo(Duration.ofSeconds(30));
    assertThat(BACKOFF.after(60, least)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void keepsRivalsApartByUpToHalf() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int i = 0; i < 1_000; i++) {
      assertThat(BACKOFF.after(3, random)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }
  }

  @Test
  void refusesWhatIsNoBackoff() {
    assertThatThrownBy(() -> new Backoff(0, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("were 0");
  }
}
