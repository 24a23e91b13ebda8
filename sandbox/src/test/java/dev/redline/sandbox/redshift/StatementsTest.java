package dev.redline.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementsTest {
  @Test
  void keepsTheLastTenThousand() {
    Statements statements = new Statements();
    for (int i = 0; i < 10_001; i++) {
      statements.add("SELECT " + i);
    }
    assertThat(statements.seen()).hasSize(10_000).startsWith("SELECT 1").endsWith("SELECT 10000");
    statements.forget();
    assertThat(statements.seen()).isEmpty();
  }
}
