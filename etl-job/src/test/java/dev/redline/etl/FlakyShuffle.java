package dev.redline.etl;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.shuffle.FetchFailedException;
import org.apache.spark.shuffle.ShuffleHandle;
import org.apache.spark.shuffle.ShuffleReadMetricsReporter;
import org.apache.spark.shuffle.ShuffleReader;
import org.apache.spark.shuffle.sort.SortShuffleManager;

/** A shuffle whose first reader finds a map output gone, once for each shuffle. */
public final class FlakyShuffle extends SortShuffleManager {
  static final Set<Integer> FAILED = ConcurrentHashMap.newKeySet();

  /** As Spark makes it. */
  public FlakyShuffle(SparkConf conf) {
    super(conf);
  }

  @Override
  public <K, C> ShuffleReader<K, C> getReader(
      ShuffleHandle handle,
      int startMap,
      int endMap,
      int startPartition,
      int endPartition,
      TaskContext context,
      ShuffleReadMetricsReporter metrics) {
    if (FAILED.add(handle.shuffleId())) {
      // Spark takes note of the failure as it is made, and runs the stage that wrote it again.
      throw sneaky(
          new FetchFailedException(
              SparkEnv.get().blockManager().blockManagerId(),
              handle.shuffleId(),
              0L,
              0,
              startPartition,
              "made by a test",
              null));
    }
    return super.getReader(
        handle, startMap, endMap, startPartition, endPartition, context, metrics);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
    throw (E) failure;
  }
}
