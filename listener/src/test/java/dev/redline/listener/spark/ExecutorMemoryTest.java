package dev.redline.listener.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.executor.ExecutorMetrics;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class ExecutorMemoryTest {

  private static ExecutorMetrics metrics(Map<String, Long> values) {
    scala.collection.immutable.Map<String, Object> map =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<String, Long> value : values.entrySet()) {
      map = map.$plus(new Tuple2<>(value.getKey(), value.getValue()));
    }
    return new ExecutorMetrics(map);
  }

  @Test
  void readsThePositionsThatSparkHasForItsNames() {
    assertThat(ExecutorMemory.isByPosition()).isTrue();
    ExecutorMetrics metrics =
        metrics(
            Map.of(
                "JVMHeapMemory", 7L,
                "ProcessTreeJVMRSSMemory", 11L,
                "ProcessTreePythonRSSMemory", 13L,
                "ProcessTreeOtherRSSMemory", 17L,
                "JVMOffHeapMemory", 100L,
                "MajorGCTime", 1_000L));
    assertThat(ExecutorMemory.heapBytes(metrics)).isEqualTo(7);
    assertThat(ExecutorMemory.residentBytes(metrics)).isEqualTo(11 + 13 + 17);
  }

  @Test
  void whatWasNotMeasuredIsNothing() {
    assertThat(ExecutorMemory.heapBytes(new ExecutorMetrics())).isZero();
    assertThat(ExecutorMemory.residentBytes(new ExecutorMetrics())).isZero();
    assertThat(ExecutorMemory.residentBytes(metrics(Map.of("ProcessTreePythonRSSMemory", 5L))))
        .as("a tree without its root")
        .isZero();
  }
}
