package dev.redline.listener.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Setting;
import dev.redline.listener.run.RunConfiguration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkConfigurationTest {

  @Test
  void takesACopy() {
    SparkConf conf = new SparkConf(false).set("spark.app.name", "load");
    RunConfiguration configuration = SparkConfiguration.of(conf);
    conf.set("spark.redline.mode", "off");
    assertThat(configuration.applicationName()).isEqualTo("load");
    assertThat(configuration.settings().text(Setting.MODE)).isEqualTo("enforce");
  }

  @Test
  void knowsWhichSparkRuns() {
    assertThat(SparkConfiguration.sparkVersion()).matches("\\d+\\.\\d+\\.\\d+");
  }
}
