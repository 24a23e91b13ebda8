package dev.redline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.dashboards.Dashboards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardLintCommandTest {
  @TempDir private Path folder;

  @Test
  void isSilentAboutOurOwn() throws IOException {
    Path body = Files.writeString(folder.resolve("body.json"), Dashboards.body());
    Path template = Files.writeString(folder.resolve("template.json"), Dashboards.template());
    Shell shell = Shell.run("dashboard-lint", body.toString(), template.toString());
    assertThat(shell.exitCode()).isEqualTo(Redline.OK);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void printsWhatItFinds() throws IOException {
    Path body =
        Files.writeString(
            folder.resolve("body.json"),
            Dashboards.body().replace("redline.shuffle.total.value", "redline.shuffle.value"));
    Shell shell = Shell.run("dashboard-lint", body.toString());
    assertThat(shell.exitCode()).isEqualTo(Redline.FAILED);
    assertThat(shell.out().lines())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith(body + ": UNKNOWN_METRIC at /widgets/")
                    .contains("nothing publishes 'redline.shuffle.value'"));
  }

  @Test
  void saysWhichFileCannotBeRead() throws IOException {
    Shell missing = Shell.run("dashboard-lint", "nowhere.json");
    assertThat(missing.exitCode()).isEqualTo(Redline.USAGE);
    assertThat(missing.err()).contains("nowhere.json: there is no such file");
    Path template = Files.writeString(folder.resolve("t.json"), "{\"Resources\": {}}");
    Shell empty = Shell.run("dashboard-lint", template.toString());
    assertThat(empty.exitCode()).isEqualTo(Redline.USAGE);
    assertThat(empty.err()).contains("a template without an AWS::CloudWatch::Dashboard");
    Path binary = Files.write(folder.resolve("b.json"), new byte[] {(byte) 0xff, 1, 2});
    assertThat(Shell.run("dashboard-lint", binary.toString()).exitCode()).isEqualTo(Redline.USAGE);
  }
}
