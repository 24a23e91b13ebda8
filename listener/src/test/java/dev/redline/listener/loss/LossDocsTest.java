package dev.redline.listener.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.GeneratedFile;
import dev.redline.listener.signal.LossCause;
import org.junit.jupiter.api.Test;

class LossDocsTest {

  @Test
  void committedPageIsFresh() throws Exception {
    GeneratedFile.assertFresh("docs/executor-loss.md", LossDocs.page());
  }

  @Test
  void listsEveryCauseAndRule() {
    for (LossCause cause : LossCause.values()) {
      assertThat(LossDocs.page()).contains("| " + cause + " | ");
    }
    LossRules.EXIT_CODES.forEach(
        rule -> assertThat(LossDocs.page()).contains("| `" + rule.id() + "` | " + rule.cause()));
    LossRules.VAGUE.forEach(
        rule -> assertThat(LossDocs.page()).contains("| `" + rule.id() + "` | " + rule.cause()));
  }
}
