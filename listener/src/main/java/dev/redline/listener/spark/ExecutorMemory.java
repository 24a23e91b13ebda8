package dev.redline.listener.spark;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Arrays;
import org.apache.spark.executor.ExecutorMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Reads memory out of an executor's metrics.
 *
 * <p>Spark looks a metric up by its name in a Scala map, which costs more than all the rest of a
 * task's end. So Spark is asked once at which position it keeps each, by metrics whose values are
 * their positions, and from then on the array behind them is read; where this Spark has no such
 * array, or answers otherwise, names are looked up as ever.
 */
final class ExecutorMemory {
  private static final String HEAP = "JVMHeapMemory";
  private static final String JVM = "ProcessTreeJVMRSSMemory";
  private static final String PYTHON = "ProcessTreePythonRSSMemory";
  private static final String OTHER = "ProcessTreeOtherRSSMemory";

  private static final @Nullable MethodHandle VALUES = values();
  private static final int HEAP_AT = position(HEAP);
  private static final int JVM_AT = position(JVM);
  private static final int PYTHON_AT = position(PYTHON);
  private static final int OTHER_AT = position(OTHER);
  private static final boolean BY_POSITION =
      VALUES != null && HEAP_AT >= 0 && JVM_AT >= 0 && PYTHON_AT >= 0 && OTHER_AT >= 0;

  private ExecutorMemory() {}

  /** Heap in use, in bytes; 0 where it was not measured, which Spark says by -1. */
  static long heapBytes(ExecutorMetrics metrics) {
    long[] values = BY_POSITION ? array(metrics) : null;
    return values == null ? heapByName(metrics) : Math.max(0, values[HEAP_AT]);
  }

  static long heapByName(ExecutorMetrics metrics) {
    return Math.max(0, metrics.getMetricValue(HEAP));
  }

  /** Of all processes of the executor; 0 unless spark.executor.processTreeMetrics.enabled. */
  static long residentBytes(ExecutorMetrics metrics) {
    long[] values = BY_POSITION ? array(metrics) : null;
    return values == null
        ? residentByName(metrics)
        : values[JVM_AT] <= 0 ? 0 : values[JVM_AT] + values[PYTHON_AT] + values[OTHER_AT];
  }

  /** Without a JVM there is no tree, and nothing else to look up. */
  static long residentByName(ExecutorMetrics metrics) {
    long jvm = metrics.getMetricValue(JVM);
    return jvm <= 0 ? 0 : jvm + metrics.getMetricValue(PYTHON) + metrics.getMetricValue(OTHER);
  }

  private static long @Nullable [] array(ExecutorMetrics metrics) {
    MethodHandle values = VALUES;
    try {
      return values == null ? null : (long[]) values.invokeExact(metrics);
    } catch (Throwable t) {
      return null;
    }
  }

  private static @Nullable MethodHandle values() {
    try {
      Field[] arrays =
          Arrays.stream(ExecutorMetrics.class.getDeclaredFields())
              .filter(field -> field.getType() == long[].class)
              .toArray(Field[]::new);
      if (arrays.length != 1) {
        return null;
      }
      arrays[0].setAccessible(true);
      return MethodHandles.lookup()
          .unreflectGetter(arrays[0])
          .asType(MethodType.methodType(long[].class, ExecutorMetrics.class));
    } catch (IllegalAccessException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Where Spark keeps a metric; below 0 where that cannot be told. */
  private static int position(String name) {
    try {
      ExecutorMetrics probe = new ExecutorMetrics();
      long[] values = array(probe);
      for (int i = 0; values != null && i < values.length; i++) {
        values[i] = i;
      }
      return values == null ? -1 : (int) probe.getMetricValue(name);
    } catch (RuntimeException | LinkageError e) {
      return -1;
    }
  }

  /** Whether values are read by their position. */
  static boolean isByPosition() {
    return BY_POSITION;
  }
}
