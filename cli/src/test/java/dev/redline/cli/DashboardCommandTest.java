package dev.redline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardCommandTest {
  @TempDir private Path folder;

  @Test
  void writesABodyThatTheLinterLikesAndItsPreview() throws IOException {
    Path body = folder.resolve("deep/body.json");
    Path page = folder.resolve("page.html");
    Shell shell =
        Shell.run(
            "dashboard",
            "--job",
            "load sales/2026",
            "--environment",
            "prod",
            "--region",
            "eu-west-1",
            "--out",
            body.toString(),
            "--preview",
            page.toString());
    assertThat(shell.exitCode()).as(shell.err()).isEqualTo(Redline.OK);
    assertThat(shell.out()).contains(body.toUri().toString(), page.toUri().toString());
    assertThat(Files.readString(body)).contains("load sales/2026", "eu-west-1");
    assertThat(Shell.run("dashboard-lint", body.toString()).out()).isEmpty();
    assertThat(Files.readString(page)).contains("sample data of a made-up run", "13.4 GiB");
  }

  @Test
  void previewsABodyThatItIsGiven() throws IOException {
    Path body =
        Files.writeString(
            folder.resolve("body.json"),
            "{\"widgets\": [{\"type\": \"text\", \"properties\": {\"markdown\": \"# Mine\"}}]}");
    Path page = folder.resolve("page.html");
    assertThat(
            Shell.run("dashboard", "--preview", page.toString(), "--body", body.toString())
                .exitCode())
        .isEqualTo(Redline.OK);
    assertThat(Files.readString(page)).contains("<h1>Mine</h1>");
  }

  @Test
  void refusesWhatItCannotUse() throws IOException {
    assertThat(Shell.run("dashboard").exitCode()).isEqualTo(Redline.USAGE);
    Path broken = Files.writeString(folder.resolve("broken.json"), "{");
    Shell shell =
        Shell.run(
            "dashboard", "--preview", folder.resolve("x").toString(), "--body", broken.toString());
    assertThat(shell.exitCode()).isEqualTo(Redline.USAGE);
    assertThat(shell.err()).contains(broken + ": the body is not valid JSON");
    Shell inFolder = Shell.run("dashboard", "--preview", folder.toString());
    assertThat(inFolder.exitCode()).isEqualTo(Redline.USAGE);
    assertThat(inFolder.err()).contains(" is a folder: name a file in it");
    Shell missing =
        Shell.run("dashboard", "--preview", "x.html", "--run", folder.resolve("no").toString());
    assertThat(missing.exitCode()).isEqualTo(Redline.FAILED);
    assertThat(missing.err()).contains("no run record there");
  }

  @Test
  void refusesARegionThatCannotBe() {
    Shell region = Shell.run("dashboard", "--out", "x.json", "--region", "mars");
    assertThat(region.exitCode()).isEqualTo(2);
    assertThat(region.err()).contains("--region must be a region such as eu-west-1, was 'mars'");
    assertThat(Shell.run("dashboard", "--out", "x.json", "--account", "1").err())
        .contains("twelve digits");
  }
}
