package dev.redline.sandbox.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YarnClusterIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));

  @TempDir Path folder;

  @Test
  void tellsClientsWhereItIsAndLeavesNothingBehind() throws Exception {
    Set<ProcessHandle> before = children();
    Set<ProcessHandle> its;
    Path configuration;
    try (YarnCluster yarn = YarnCluster.start(ROOT)) {
      configuration = yarn.configuration();
      assertThat(configuration.resolve("yarn-site.xml"))
          .content()
          .contains("yarn.resourcemanager.address")
          .contains("<name>yarn.nodemanager.pmem-check-enabled</name><value>true</value>");
      its = children();
      its.removeAll(before);
      assertThat(its).isNotEmpty();
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> its.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(configuration).doesNotExist();
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  @Test
  void saysHowToLayItOut() {
    assertThatIllegalStateException()
        .isThrownBy(() -> YarnCluster.start(folder).close())
        .withMessageContaining("YARN is not laid out")
        .withMessageContaining("mvn -q -pl sandbox/yarn package");
  }
}
