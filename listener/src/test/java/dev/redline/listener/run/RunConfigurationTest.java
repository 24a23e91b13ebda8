package dev.redline.listener.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Setting;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.WorkerType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigurationTest {
  private static final long MEBIBYTE = 1L << 20;

  private static RunConfiguration of(String... keysAndValues) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new RunConfiguration(conf);
  }

  private static ExecutorSize size(long heapMib, long overheadMib) {
    return new ExecutorSize(heapMib * MEBIBYTE, overheadMib * MEBIBYTE);
  }

  @Test
  void anExecutorHasAGibibyteByDefault() {
    assertThat(of().executorSize()).isEqualTo(size(1024, 384));
  }

  @Test
  void overheadIsATenthOfTheHeapAndAtLeast384Mebibytes() {
    assertThat(of("spark.executor.memory", "3839m").executorSize()).isEqualTo(size(3839, 384));
    assertThat(of("spark.executor.memory", "8g").executorSize()).isEqualTo(size(8192, 819));
    assertThat(of("spark.executor.memory", "2048").executorSize()).isEqualTo(size(2048, 384));
  }

  @Test
  void overheadMayBeGivenByFactorOrMinimumOrSize() {
    assertThat(
            of("spark.executor.memory", "4g", "spark.executor.memoryOverheadFactor", "0.4")
                .executorSize())
        .isEqualTo(size(4096, 1638));
    assertThat(of("spark.executor.minMemoryOverhead", "512m").executorSize())
        .isEqualTo(size(1024, 512));
    assertThat(
            of("spark.executor.memoryOverhead", "2g", "spark.executor.memoryOverheadFactor", "9")
                .executorSize())
        .isEqualTo(size(1024, 2048));
    assertThat(of("spark.executor.memoryOverhead", "100").executorSize())
        .isEqualTo(size(1024, 100));
  }

  @Test
  void offHeapAndPythonMemoryAreOverheadToo() {
    assertThat(
            of(
                    "spark.memory.offHeap.enabled", "true",
                    "spark.memory.offHeap.size", "1g",
                    "spark.executor.pyspark.memory", "256m")
                .executorSize())
        .isEqualTo(size(1024, 384 + 1024 + 256));
    assertThat(of("spark.memory.offHeap.size", "1g").executorSize()).isEqualTo(size(1024, 384));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a lot", "", "-1g", "1.5g", "999999999999999p", "1x"})
  void aSizeThatCannotBeReadIsNone(String size) {
    assertThat(of("spark.executor.memory", size).executorSize()).isEqualTo(size(1024, 384));
    assertThat(of("spark.executor.memoryOverhead", size).executorSize()).isEqualTo(size(1024, 384));
    assertThat(of("spark.executor.memoryOverheadFactor", size).executorSize())
        .isEqualTo(size(1024, 384));
  }

  @ParameterizedTest
  @CsvSource({"512m,512", "512M,512", "2gb,2048", "2 GiB,2048", "1048576k,1024", "1t,1048576"})
  void readsSizesAsSparkDoes(String size, long mebibytes) {
    assertThat(of("spark.executor.memory", size).executorSize().heapBytes())
        .isEqualTo(mebibytes * MEBIBYTE);
  }

  @Test
  void expectsTheExecutorsThatWereAskedFor() {
    assertThat(of().expectedExecutors()).isZero();
    assertThat(of("spark.executor.instances", "7").expectedExecutors()).isEqualTo(7);
    assertThat(of("spark.executor.instances", "many").expectedExecutors()).isZero();
    assertThat(of("spark.master", "local-cluster[ 3 ,1,512]").expectedExecutors()).isEqualTo(3);
    assertThat(of("spark.master", "local[8]").expectedExecutors()).isZero();
  }

  @Test
  void expectsWhatDynamicAllocationMayUse() {
    String on = "spark.dynamicAllocation.enabled";
    String most = "spark.dynamicAllocation.maxExecutors";
    String least = "spark.dynamicAllocation.minExecutors";
    String first = "spark.dynamicAllocation.initialExecutors";
    assertThat(of(on, "true", most, "50", least, "2").expectedExecutors()).isEqualTo(50);
    assertThat(of(on, "true", least, "2", first, "9").expectedExecutors()).isEqualTo(9);
    assertThat(of(on, "true", least, "4").expectedExecutors()).isEqualTo(4);
    assertThat(of(on, "true", "spark.executor.instances", "7").expectedExecutors()).isZero();
    assertThat(of(on, "false", most, "50", "spark.executor.instances", "7").expectedExecutors())
        .isEqualTo(7);
  }

  @Test
  void readsRedlinesSettings() {
    RunConfiguration configuration = of("spark.redline.mode", "observe");
    assertThat(configuration.settings().text(Setting.MODE)).isEqualTo("observe");
    assertThat(configuration.settings().problems()).isEmpty();
  }

  @Test
  void readsWhatSparkIs() {
    assertThat(of("spark.app.name", "load").applicationName()).isEqualTo("load");
    assertThat(of().applicationName()).isEmpty();
    assertThat(of().measuresProcessTree()).isFalse();
    assertThat(of("spark.executor.processTreeMetrics.enabled", "true").measuresProcessTree())
        .isTrue();
  }

  private static ConfigurationEntry entry(RunConfiguration configuration, String key) {
    return configuration.redacted().stream()
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void hidesSecretsByTheirKeysAndByTheirValues() {
    RunConfiguration configuration =
        of(
            "spark.hadoop.fs.s3a.secret.key", "abc",
            "spark.hadoop.fs.s3a.access.key", "AKIA",
            "spark.my.url", "jdbc:redshift://host/db?user=u&PASSWORD=x",
            "spark.my.name", "plain");
    assertThat(configuration.redacted())
        .filteredOn(entry -> !entry.key().startsWith(Setting.PREFIX))
        .extracting(ConfigurationEntry::value)
        .containsExactly(
            "*********(redacted)", "*********(redacted)", "plain", "*********(redacted)");
  }

  @Test
  void hidesWhatTheUserSaysIsSecret() {
    RunConfiguration configuration =
        of("spark.redaction.regex", "(?i)name", "spark.my.name", "x", "spark.my.password", "y");
    assertThat(entry(configuration, "spark.my.name").value()).startsWith("***");
    assertThat(entry(configuration, "spark.my.password").value()).isEqualTo("y");
  }

  @Test
  void hidesSecretsWhereTheUsersPatternIsNone() {
    RunConfiguration configuration = of("spark.redaction.regex", "(", "spark.my.password", "y");
    assertThat(entry(configuration, "spark.my.password").value()).startsWith("***");
  }

  @Test
  void listsEverySettingOfRedlineWithItsDefault() {
    RunConfiguration configuration = of("spark.redline.mode", "observe", "spark.a", "b");
    assertThat(configuration.redacted())
        .isSortedAccordingTo(Comparator.comparing(ConfigurationEntry::key))
        .hasSize(Setting.values().length + 1);
    assertThat(entry(configuration, "spark.redline.mode"))
        .isEqualTo(new ConfigurationEntry("spark.redline.mode", "observe", true));
    assertThat(entry(configuration, "spark.redline.shuffle.limit"))
        .isEqualTo(new ConfigurationEntry("spark.redline.shuffle.limit", "10g", false));
    assertThat(entry(configuration, "spark.redline.shuffle.stop-above").value()).isEmpty();
  }

  @Test
  void isACopy() {
    Map<String, String> conf = new HashMap<>();
    RunConfiguration configuration = new RunConfiguration(conf);
    conf.put("spark.redline.mode", "off");
    assertThat(configuration.settings().text(Setting.MODE)).isEqualTo("enforce");
  }

  @ParameterizedTest
  @CsvSource({"4, 10g, G.1X", "8, 20g, G.2X", "4, 22g, R.1X"})
  void findsTheWorkerTypeOnGlue(String cores, String memory, String type) {
    Map<String, String> entries =
        Map.of(
            "spark.glue.GLUE_VERSION", "5.0",
            "spark.executor.cores", cores,
            "spark.executor.memory", memory);
    assertThat(new RunConfiguration(entries).executorSize().workerType())
        .extracting(WorkerType::text)
        .isEqualTo(type);
  }

  @Test
  void namesNoWorkerTypeElsewhere() {
    Map<String, String> entries =
        Map.of("spark.executor.cores", "4", "spark.executor.memory", "10g");
    assertThat(new RunConfiguration(entries).executorSize().workerType()).isNull();
  }
}
