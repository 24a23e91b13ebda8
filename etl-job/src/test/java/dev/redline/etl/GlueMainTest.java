package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.JobSpec.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GlueMainTest {

  @Test
  void picksTheJobsArgumentsOutOfGlues() {
    assertThat(
            GlueMain.words(
                List.of(
                    "--JOB_NAME",
                    "nightly",
                    "--JOB_RUN_ID",
                    "jr_1",
                    "--enable-metrics",
                    "true",
                    "--redline-param-work",
                    "s3://b/w",
                    "--redline-spec",
                    "job.json",
                    "--redline-param-input",
                    "--redline-spec",
                    "--TempDir",
                    "s3://b/t")))
        .containsExactly(
            "--param", "work=s3://b/w", "--spec", "job.json", "--param", "input=--redline-spec");
  }

  @Test
  void asksForTheSpec() {
    assertThatThrownBy(() -> GlueMain.words(List.of("--JOB_NAME", "nightly")))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("--redline-spec is missing")
        .hasMessageContaining("--extra-files");
  }

  @Test
  void readsTheCommittedSpec() {
    Path spec = Path.of(System.getProperty("redline.root"), "etl-job", "deploy", "job.json");

    JobSpec read =
        JobSpec.read(
            spec,
            Map.of(
                "input", "s3://b/in/",
                "work", "s3://b",
                "iamRole", "arn:aws:iam::123456789012:role/copy",
                "jdbcUrl", "jdbc:redshift://dwh.example.com:5439/dev",
                "secret", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:dwh-AbCdEf"));

    assertThat(read.connection().login()).isInstanceOf(Login.Secret.class);
  }
}
