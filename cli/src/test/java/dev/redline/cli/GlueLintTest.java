package dev.redline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.glue.GlueLint;
import dev.redline.glue.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlueLintTest {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final String GOOD =
      """
      {"Job": {
        "Name": "nightly", "GlueVersion": "5.1", "WorkerType": "G.4X", "NumberOfWorkers": 10,
        "MaxRetries": 0, "Timeout": 120, "ExecutionClass": "STANDARD", "MaxCapacity": 160.0,
        "DefaultArguments": {
          "--job-language": "scala", "--class": "GlueEntry",
          "--extra-jars": "s3://b/redline-agent.jar",
          "--conf": "spark.plugins=dev.redline.listener.RedlinePlugin --conf spark.redline.mode=observe --conf spark.executor.processTreeMetrics.enabled=true --conf spark.shuffle.glue.s3ShuffleBucket=s3://b/shuffle/",
          "--enable-observability-metrics": "true", "--enable-auto-scaling": "true",
          "--write-shuffle-files-to-s3": "true", "--enable-metrics": "true"
        }
      }}
      """;

  @TempDir Path folder;

  @Test
  void findsNothingInAGoodJob() {
    Shell lint = Shell.runWith(Shell.utf8(GOOD), "glue-lint", "-", "--fail-on", "HINT");

    assertThat(lint.out()).isEmpty();
    assertThat(lint.exitCode()).isZero();
  }

  /** The short forms of CloudFormation's functions are as unknown here as the long ones. */
  @Test
  void readsTemplatesInYaml() {
    String yaml =
        """
        # a job
        Parameters:
          Bucket: {Type: String}
        Resources:
          Nightly:
            Type: AWS::Glue::Job
            Properties:
              GlueVersion: '5.1'
              WorkerType: !Ref Worker
              Role: !GetAtt Role.Arn
              MaxRetries: 0
              Timeout: 120
              DefaultArguments:
                --job-language: scala
                --class: GlueEntry
                --extra-jars: !Sub s3://${Bucket}/redline-agent.jar
                --enable-metrics: false
                --conf: !Join
                  - ' --conf '
                  - - spark.plugins=dev.redline.listener.RedlinePlugin
                    - spark.redline.mode=observe
        """;
    Shell lint = Shell.runWith(Shell.utf8(yaml), "glue-lint", "-");

    assertThat(lint.out()).contains("Nightly: ", "metrics-flag-value");
    assertThat(lint.out()).doesNotContain("conf-syntax", "worker-type", "ERROR");
    assertThat(lint.exitCode()).isEqualTo(1);
    Shell broken = Shell.runWith(Shell.utf8("Resources:\n  a: [1\n"), "glue-lint", "-");
    assertThat(broken.err()).contains("is neither JSON nor YAML at line 3, column 1");
    Shell none = Shell.runWith(Shell.utf8("just text"), "glue-lint", "-");
    assertThat(none.err()).contains("holds no Glue job");
    Shell empty = Shell.runWith(Shell.utf8(""), "glue-lint", "-");
    assertThat(empty.err()).contains("holds no Glue job");
  }

  @Test
  void findsNothingInTheCommittedTemplate() {
    Shell lint =
        Shell.run(
            "glue-lint",
            "--fail-on",
            "HINT",
            ROOT.resolve("etl-job/deploy/glue-job.template.json").toString());

    assertThat(lint.out()).isEmpty();
    assertThat(lint.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "--enable-metrics": "true" | "--enable-metrics": "false" | WARNING metrics-flag-value: --enable-metrics is false, and Glue takes any value for on
          "--write-shuffle-files-to-s3": "true" | "--write-shuffle-files-to-s3": "False" | WARNING s3-shuffle-flag-value: --write-shuffle-files-to-s3 is false
          --conf spark.shuffle.glue.s3ShuffleBucket=s3://b/shuffle/ | | WARNING s3-shuffle-bucket:
          "--write-shuffle-files-to-s3": "true", | | WARNING s3-shuffle-flag-missing: spark.shuffle.glue.s3ShuffleBucket is set
          "--enable-metrics": "true" | "--write-shuffle-spills-to-s3": "true" | WARNING shuffle-spills-flag:
          s3ShuffleBucket=s3://b/shuffle/ | s3ShuffleBucket=s3://b/ --conf spark.shuffle.storage.path=s3://b/ | ERROR cloud-shuffle-plugin: --conf sets spark.shuffle.storage.path=s3://b/
          spark.redline.mode=observe --conf | spark.redline.mode=observe | ERROR conf-syntax: --conf lacks --conf before 'spark.executor.processTreeMetrics.enabled=true'
          "spark.plugins= | "--conf spark.plugins= | ERROR conf-syntax: --conf begins with --conf
          spark.redline.mode=observe | spark.redline.mode | ERROR conf-syntax: --conf 'spark.redline.mode' is no key=value
          spark.redline.mode=observe | spark.redline.mode=off --conf spark.redline.mode=observe | ERROR conf-syntax: --conf spark.redline.mode is set twice
          RedlinePlugin --conf spark.redline.mode | RedlinePlugin,spark.redline.mode | ERROR conf-syntax: --conf spark.plugins is joined to the next setting by a comma
          "--enable-metrics": "true" | "--user-jars-first": "true" | WARNING user-jars-first:
          spark.redline.mode=observe | spark.extraListeners=com.example.Mine | WARNING extra-listeners: --conf sets spark.extraListeners=com.example.Mine
          spark.redline.mode=observe | spark.extraListeners=dev.redline.listener.RedlineListener | ERROR agent-attached-twice:
          "s3://b/redline-agent.jar" | "redline-agent.jar" | ERROR agent-jar: --extra-jars names 'redline-agent.jar'
          "--extra-jars": "s3://b/redline-agent.jar", | | ERROR agent-jar: the agent is attached and --extra-jars is missing
          RedlinePlugin | OtherPlugin | HINT agent-attached:
          processTreeMetrics.enabled=true | processTreeMetrics.enabled=false | HINT process-tree-metrics:
          "--enable-observability-metrics": "true" | "--enable-observability-metrics": "false" | WARNING observability-metrics: --enable-observability-metrics is false
          "--enable-observability-metrics": "true", | | WARNING observability-metrics: --enable-observability-metrics is not set
          "--enable-auto-scaling": "true", | | HINT auto-scaling:
          "MaxRetries": 0 | "MaxRetries": 2 | ERROR max-retries: MaxRetries is 2
          "G.4X" | "G.1X" | WARNING worker-too-small: WorkerType is G.1X: 4 vCPU, 16 GB
          "G.4X" | "G.3X" | ERROR worker-type: WorkerType is 'G.3X'
          "WorkerType": "G.4X", | | ERROR worker-type: MaxCapacity is 160.0 and WorkerType not set
          spark.redline.mode=observe | spark.dynamicAllocation.enabled=true | WARNING dynamic-allocation:
          spark.redline.mode=observe | spark.shuffle.service.enabled=true | WARNING shuffle-service:
          spark.redline.mode=observe | spark.executor.memory=20g | WARNING sizes-by-conf: --conf sets spark.executor.memory=20g
          "5.1" | "4.0" | ERROR glue-version: GlueVersion is 4.0
          "GlueVersion": "5.1", | | ERROR glue-version: GlueVersion is not set
          "--enable-metrics": "true" | "--executor-cores": "33" | ERROR executor-cores: --executor-cores is 33, more than twice the 16 vCPU of G.4X
          "STANDARD" | "FLEX" | ERROR flex-worker: ExecutionClass is FLEX with WorkerType G.4X
          "NumberOfWorkers": 10 | "NumberOfWorkers": 2 | WARNING too-few-workers: NumberOfWorkers is 2
          "Timeout": 120, | | HINT timeout:
          "--class": "GlueEntry", | | ERROR scala-class:
          "--enable-metrics": "true" | "enable-metrics": "true" | ERROR argument-name: argument 'enable-metrics'
          "--enable-metrics": "true" | "--db_password": "hunter2" | ERROR secret-in-arguments: argument --db_password
          "--enable-metrics": "true" | "--url": "jdbc:redshift://h/d?user=a&Password=hunter2" | ERROR secret-in-arguments: argument --url
          """)
  void findsEachTrap(String good, String bad, String finding) {
    assertThat(GOOD).contains(good);
    String job = GOOD.replace(good, bad == null ? "" : bad);

    Shell lint = Shell.runWith(Shell.utf8(job), "glue-lint", "-", "--fail-on", "HINT");

    assertThat(lint.out()).contains("- nightly: " + finding).doesNotContain("hunter2");
    assertThat(lint.exitCode()).isEqualTo(1);
    boolean isHint = finding.startsWith("HINT");
    assertThat(Shell.runWith(Shell.utf8(job), "glue-lint", "-").exitCode())
        .isEqualTo(
            isHint && !lint.out().contains("WARNING") && !lint.out().contains("ERROR") ? 0 : 1);
  }

  @Test
  void allowsTwiceTheCores() {
    String job = GOOD.replace("\"--enable-metrics\": \"true\"", "\"--executor-cores\": \"32\"");
    assertThat(Shell.runWith(Shell.utf8(job), "glue-lint", "-").out()).isEmpty();
  }

  @Test
  void readsABareMapOfArgumentsAndListsOfJobs() throws Exception {
    Path arguments =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"--enable-observability-metrics\": \"true\", \"--enable-metrics\": \"no\"}");
    Shell bare = Shell.run("glue-lint", arguments.toString());
    assertThat(bare.out()).contains("metrics-flag-value").doesNotContain("glue-version");

    Path jobs =
        Files.writeString(
            folder.resolve("j.json"),
            "{\"Jobs\": [{\"Name\": \"a\", \"MaxRetries\": 1}, {\"Name\": \"b\", \"GlueVersion\":"
                + " \"3.0\"}]}");
    assertThat(Shell.run("glue-lint", jobs.toString()).out())
        .contains("a: ERROR max-retries", "b: ERROR glue-version: GlueVersion is 3.0");
  }

  @Test
  void leavesAloneWhatOnlyTheDeploymentKnows() throws Exception {
    Path template =
        Files.writeString(
            folder.resolve("t.json"),
            "{\"Resources\": {\"J\": {\"Type\": \"AWS::Glue::Job\", \"Properties\":"
                + " {\"GlueVersion\": {\"Ref\": \"V\"}, \"WorkerType\": {\"Ref\": \"W\"},"
                + " \"MaxRetries\": {\"Fn::If\": [\"C\", 1, 0]}, \"Timeout\": 5,"
                + " \"DefaultArguments\": {\"--enable-observability-metrics\": true, \"--conf\":"
                + " {\"Fn::Join\": [\" \", [\"a.b=c\", \"--conf\", {\"Fn::Sub\":"
                + " \"d=${E}\"}]]}}}}}}");

    assertThat(Shell.run("glue-lint", template.toString()).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "\"--conf\"", "{\"Resources\": {}}", "null"})
  void refusesWhatHoldsNoJob(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("x.json"), text);
    Shell lint = Shell.run("glue-lint", file.toString());

    assertThat(lint.exitCode()).isEqualTo(2);
    assertThat(lint.err()).contains(file.toString());
    assertThat(Shell.run("glue-lint", folder.resolve("none.json").toString()).exitCode())
        .isEqualTo(2);
  }

  /** Ids are looked up in the documentation, so every one is there. */
  @Test
  void documentsEveryRule() throws Exception {
    List<String> ids = GlueLint.rules().stream().map(Rule::id).toList();
    String page = Files.readString(ROOT.resolve("docs/glue.md"));

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).allSatisfy(id -> assertThat(page).contains("| `" + id + "` |"));
  }
}
