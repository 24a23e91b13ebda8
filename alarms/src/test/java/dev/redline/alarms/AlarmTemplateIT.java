package dev.redline.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.sandbox.localstack.CfnLint;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalStackExtension.class)
class AlarmTemplateIT {

  /** The broken copy shows that the linter looks. */
  @Test
  void cfnLintFindsNothingInTheCommittedTemplate(@TempDir Path folder) throws Exception {
    Path broken = folder.resolve("broken.template.json");
    Files.writeString(
        broken, Files.readString(committed()).replace("\"notBreaching\"", "\"ignored\""));

    assertThat(CfnLint.findings(committed(), broken).lines())
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding).startsWith(broken.toString()));
  }

  private static Path committed() {
    return Path.of(System.getProperty("redline.root"), Alarms.TEMPLATE_PATH);
  }
}
