package dev.redline.listener.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobIdentityTest {
  private static final String RUN = "jr_0f3c8e1a9d_attempt_1";

  private static JobIdentity of(
      Map<String, String> configuration, Map<String, String> environment, String... commandLine) {
    return JobIdentity.in(
        new Surroundings(configuration, environment, Map.of(), List.of(commandLine)));
  }

  @ParameterizedTest
  @CsvSource({
    "nativespark-load sales-jr_0f3c8e1a9d, load sales, jr_0f3c8e1a9d",
    "nativespark-a-b-jr_c-jr_0f3c8e1a9d_attempt_2, a-b-jr_c, jr_0f3c8e1a9d_attempt_2"
  })
  void glueNamesTheApplicationAfterJobAndRun(String application, String job, String run) {
    assertThat(of(Map.of("spark.app.name", application), Map.of()))
        .isEqualTo(new JobIdentity("AWS Glue", job, Optional.of(run)));
  }

  @Test
  void theSameGlueJobHasTheSameNameInEveryRun() {
    assertThat(of(Map.of("spark.app.name", "nativespark-load-jr_1"), Map.of()).jobName())
        .isEqualTo(of(Map.of("spark.app.name", "nativespark-load-jr_2"), Map.of()).jobName());
  }

  @Test
  void glueSetsPropertiesWhateverTheScriptCallsItself() {
    assertThat(
            of(
                Map.of(
                    "spark.app.name", "My script",
                    "spark.glue.JOB_NAME", "load",
                    "spark.glue.JOB_RUN_ID", RUN),
                Map.of()))
        .isEqualTo(new JobIdentity("AWS Glue", "load", Optional.of(RUN)));
  }

  @Test
  void gluePropertiesMayBeSystemProperties() {
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            Map.of(),
            Map.of("spark.glue.JOB_NAME", "load", "spark.glue.JOB_RUN_ID", RUN),
            List.of());
    assertThat(JobIdentity.in(surroundings))
        .isEqualTo(new JobIdentity("AWS Glue", "load", Optional.of(RUN)));
  }

  @Test
  void glueGivesTheScriptItsNameAsAnArgument() {
    Map<String, String> named = Map.of("spark.app.name", "My script");
    JobIdentity load = new JobIdentity("AWS Glue", "load sales", Optional.of(RUN));

    assertThat(of(named, Map.of(), "s.py", "--JOB_NAME", "load sales", "--JOB_RUN_ID", RUN))
        .isEqualTo(load);
    assertThat(of(named, Map.of(), "--JOB_RUN_ID=" + RUN, "--JOB_NAME=load sales")).isEqualTo(load);
    assertThat(of(named, Map.of(), "--JOB_NAME", "load", "sales", "--JOB_RUN_ID", RUN))
        .as("a command line whose quotes are lost")
        .isEqualTo(load);
  }

  @Test
  void anArgumentOfThatNameElsewhereIsNotGlue() {
    assertThat(of(Map.of("spark.app.name", "mine"), Map.of(), "--JOB_NAME", "theirs").jobName())
        .isEqualTo("mine");
  }

  @Test
  void emrServerlessSetsVariables() {
    assertThat(
            of(
                Map.of("spark.app.name", "load"),
                Map.of(
                    "SERVERLESS_EMR_JOB_ID", "00f1",
                    "SERVERLESS_EMR_VIRTUAL_CLUSTER_ID", "00a2")))
        .isEqualTo(new JobIdentity("Amazon EMR Serverless", "load", Optional.of("00f1")));
  }

  @ParameterizedTest
  @CsvSource({
    "EMR_STEP_ID, s-07767992IY7VC5NVV854, '', ''",
    "X, '', /mnt/var/lib/hadoop/steps/s-07767992IY7VC5NVV854, ''",
    "X, '', /tmp, 'team:etl,s-07767992IY7VC5NVV854'"
  })
  void emrHasSteps(String variable, String value, String folder, String tags) {
    Surroundings surroundings =
        new Surroundings(
            Map.of("spark.app.name", "load", "spark.yarn.tags", tags),
            Map.of(variable, value),
            Map.of("user.dir", folder),
            List.of());
    assertThat(JobIdentity.in(surroundings))
        .isEqualTo(new JobIdentity("Amazon EMR", "load", Optional.of("s-07767992IY7VC5NVV854")));
  }

  @Test
  void databricksSaysItInTheConfiguration() {
    assertThat(
            of(
                Map.of(
                    "spark.app.name", "Databricks Shell",
                    "spark.databricks.job.id", "42",
                    "spark.databricks.job.runId", "99"),
                Map.of()))
        .isEqualTo(new JobIdentity("Databricks", "job-42", Optional.of("99")));
    assertThat(
            of(
                Map.of(
                    "spark.app.name", "Databricks Shell",
                    "spark.databricks.clusterUsageTags.clusterName", "job-42-run-99-load_task"),
                Map.of()))
        .isEqualTo(new JobIdentity("Databricks", "job-42", Optional.of("99")));
    assertThat(
            of(
                    Map.of(
                        "spark.app.name", "Databricks Shell",
                        "spark.databricks.job.name", "load sales",
                        "spark.databricks.job.id", "42"),
                    Map.of())
                .jobName())
        .isEqualTo("load sales");
  }

  @Test
  void aClusterOfDatabricksThatRunsNoJobIsNamedAsItIs() {
    assertThat(
            of(
                Map.of(
                    "spark.app.name", "Databricks Shell",
                    "spark.databricks.clusterUsageTags.clusterName", "team cluster"),
                Map.of()))
        .isEqualTo(new JobIdentity("Databricks", "team cluster", Optional.empty()));
  }

  @Test
  void elsewhereTheApplicationsNameIsTheJobs() {
    assertThat(of(Map.of("spark.app.name", "load"), Map.of()))
        .isEqualTo(new JobIdentity("Spark", "load", Optional.empty()));
    assertThat(of(Map.of(), Map.of()).jobName()).isEmpty();
  }

  @Test
  void thisProcessCanBeAsked() {
    assertThat(JobIdentity.in(Surroundings.ofThisProcess(Map.of("spark.app.name", "load"))))
        .extracting(JobIdentity::jobName)
        .isEqualTo("load");
  }
}
