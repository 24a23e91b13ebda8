package dev.redline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.demo.JobResult.Rows;
import org.junit.jupiter.api.Test;

class IdentityTest {

  @Test
  void holdsWhenEveryRowIsAccountedFor() {
    assertThat(new Identity(new Rows(10, 1, 4, 5), 10, 5).faults()).isEmpty();
  }

  @Test
  void namesEveryFault() {
    assertThat(new Identity(new Rows(11, 1, 4, 5), 10, 6).faults())
        .containsExactly(
            "11 raw rows are not rejected + duplicates + loaded = 10",
            "the job read 11 rows, the input holds 10",
            "the job loaded 5 rows, the table holds 6");
  }
}
