package dev.redline.sandbox.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSubmitTest {
  @TempDir Path folder;

  @BeforeEach
  void layOutASpark() throws IOException {
    Files.createDirectories(folder.resolve("sandbox/spark-3.5/target/jars"));
  }

  private SparkSubmit submission() {
    return new SparkSubmit(SparkDistribution.SPARK_3_5, folder, folder.resolve("home"), 2, 512);
  }

  @Test
  void givesEveryRunAHomeOfItsOwnWithTheJarsOfAll() {
    Path home = submission().home();
    assertThat(home.resolve("jars")).isSymbolicLink().isDirectory();
    assertThat(home.resolve("log4j2.properties")).isNotEmptyFile();
  }

  @Test
  void submitsAsAUserWould() {
    List<String> command =
        submission()
            .jar(Path.of("/agent.jar"))
            .jar(Path.of("/driver.jar"))
            .conf("spark.a", "b c")
            .application(Path.of("/job.jar"), "dev.Job", List.of("in", "out"))
            .command();
    assertThat(command.get(0)).endsWith("/bin/java");
    assertThat(command)
        .containsSubsequence(
            "org.apache.spark.deploy.SparkSubmit",
            "--conf",
            "spark.master=local-cluster[2,1,512]",
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.a=b c",
            "--jars",
            "/agent.jar,/driver.jar",
            "--class",
            "dev.Job",
            "/job.jar",
            "in",
            "out");
  }

  @Test
  void theLastValueOfASettingHolds() {
    List<String> command = submission().conf("spark.a", "1").conf("spark.a", "2").command();
    assertThat(command).contains("spark.a=2").doesNotContain("spark.a=1", "--jars");
  }

  @Test
  void theApplicationMayBeNamedAnew() {
    List<String> command =
        submission()
            .application(Path.of("/one.jar"), "One", List.of("1"))
            .application(Path.of("/two.jar"), "Two", List.of("2"))
            .command();
    assertThat(command).endsWith("--class", "Two", "/two.jar", "2").doesNotContain("1");
  }

  @Test
  void theDriverRunsInItsHomeAndKnowsItsSpark() {
    ProcessBuilder process = submission().environment("AWS_REGION", "eu-central-1").process();
    assertThat(process.directory()).isEqualTo(folder.resolve("home").toFile());
    assertThat(process.environment())
        .containsEntry("SPARK_HOME", folder.resolve("home").toString())
        .containsEntry("SPARK_SCALA_VERSION", "2.12")
        .containsEntry("AWS_REGION", "eu-central-1")
        .doesNotContainKey("SPARK_CONF_DIR");
  }

  @Test
  void saysHowToLayOutASparkThatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SparkDistribution.SPARK_4_1.jars(folder))
        .withMessageContaining("Spark 4.1 is not laid out")
        .withMessageContaining("mvn -q -pl sandbox/spark-4.1 package");
  }

  @Test
  void knowsTheSparksThereAre() {
    assertThat(SparkDistribution.ofLine("4.1")).isEqualTo(SparkDistribution.SPARK_4_1);
    assertThat(SparkDistribution.SPARK_4_1.scalaVersion()).isEqualTo("2.13");
    assertThat(SparkDistribution.SPARK_3_5.line()).isEqualTo("3.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkDistribution.ofLine("2.4"))
        .withMessage("no Spark 2.4 here; there are 3.5 and 4.1");
  }
}
