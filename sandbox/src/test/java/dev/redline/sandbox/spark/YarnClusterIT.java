package dev.redline.sandbox.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YarnClusterIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));

  @TempDir Path folder;

  @Test
  void tellsClientsWhereItIsAndLeavesNothingBehind() throws Exception {
    long before = ProcessHandle.current().descendants().count();
    Path configuration;
    try (YarnCluster yarn = YarnCluster.start(ROOT)) {
      configuration = yarn.configuration();
      assertThat(configuration.resolve("yarn-site.xml"))
          .content()
          .contains("yarn.resourcemanager.address")
          .contains("<name>yarn.nodemanager.pmem-check-enabled</name><value>true</value>");
      assertThat(ProcessHandle.current().descendants().count()).isGreaterThan(before);
    }
    assertThat(ProcessHandle.current().descendants().count()).isEqualTo(before);
    assertThat(configuration).doesNotExist();
  }

  @Test
  void saysHowToLayItOut() {
    assertThatIllegalStateException()
        .isThrownBy(() -> YarnCluster.start(folder).close())
        .withMessageContaining("YARN is not laid out")
        .withMessageContaining("mvn -q -pl sandbox/yarn package");
  }
}
