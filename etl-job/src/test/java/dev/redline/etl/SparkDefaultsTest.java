package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkDefaultsTest {
  private static final String GLUE_JOB = "spark.glue.JOB_NAME";

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(GLUE_JOB);
  }

  private JobSpec spec(String settings) {
    return SampleSpec.of(
        folder, SampleSpec.parts("in", "work").replace("\"key\"", settings + ", \"key\""));
  }

  @Test
  void letsTheSpecOverrideWhatIsTasteAndNotWhatValuesMean() {
    SparkConf conf =
        SparkDefaults.conf(
            spec(
                "\"spark\": {\"spark.sql.shuffle.partitions\": \"7\","
                    + " \"spark.sql.session.timeZone\": \"Europe/Paris\"}"));

    assertThat(conf.get("spark.sql.shuffle.partitions")).isEqualTo("7");
    assertThat(conf.get("spark.sql.session.timeZone")).isEqualTo("UTC");
    assertThat(conf.get("spark.io.compression.codec")).isEqualTo("zstd");
    assertThat(SparkDefaults.conf(spec("\"spark\": {}")).get("spark.sql.shuffle.partitions"))
        .isEqualTo("100");
  }

  @Test
  void keepsShuffleFilesInS3InTheWayOfThePlatform() {
    JobSpec spec = spec("\"shuffleStorage\": \"s3://bucket/shuffle/\"");

    SparkConf elsewhere = SparkDefaults.conf(spec);
    assertThat(elsewhere.get("spark.shuffle.storage.path")).isEqualTo("s3://bucket/shuffle/");
    assertThat(elsewhere.get("spark.shuffle.sort.io.plugin.class")).endsWith("ChopperPlugin");
    System.setProperty(GLUE_JOB, "nightly");
    SparkConf glue = SparkDefaults.conf(spec);
    assertThat(glue.get("spark.shuffle.glue.s3ShuffleBucket")).isEqualTo("s3://bucket/shuffle/");
    assertThat(glue.contains("spark.shuffle.storage.path")).isFalse();
  }

  @Test
  void refusesAShuffleFolderOutsideS3() {
    assertThatThrownBy(() -> spec("\"shuffleStorage\": \"/tmp/shuffle\""))
        .hasMessageContaining("shuffleStorage is '/tmp/shuffle': write s3://bucket/prefix/");
  }
}
