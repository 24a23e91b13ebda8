package dev.redline.sandbox.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YarnClusterIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));

  @TempDir Path folder;

  @Test
  void tellsClientsWhereItIsAndLeavesNothingBehind() throws Exception {
    List<ProcessHandle> its;
    Path configuration;
    try (YarnCluster yarn = YarnCluster.start(ROOT)) {
      configuration = yarn.configuration();
      assertThat(configuration.resolve("yarn-site.xml"))
          .content()
          .contains("yarn.resourcemanager.address")
          .contains("<name>yarn.nodemanager.pmem-check-enabled</name><value>true</value>");
      its = started(configuration);
      assertThat(its).isNotEmpty();
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> its.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(configuration).doesNotExist();
  }

  /** By its folder: other tests run beside this one, and have processes of their own. */
  private static List<ProcessHandle> started(Path folder) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }

  @Test
  void saysHowToLayItOut() {
    assertThatIllegalStateException()
        .isThrownBy(() -> YarnCluster.start(folder).close())
        .withMessageContaining("YARN is not laid out")
        .withMessageContaining("mvn -q -pl sandbox/yarn package");
  }
}
