package dev.redline.etl;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.hadoop.ParquetOutputCommitter;

/** Fails the first attempt of every task after it has written all its rows. */
public final class FlakyCommitter extends ParquetOutputCommitter {
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** As Spark makes it. */
  public FlakyCommitter(Path output, TaskAttemptContext context) throws IOException {
    super(output, context);
  }

  @Override
  public void commitTask(TaskAttemptContext context) throws IOException {
    // Spark numbers the attempts of a task within the id that it gives Hadoop.
    if (org.apache.spark.TaskContext.get().attemptNumber() == 0) {
      FAILURES.incrementAndGet();
      throw new IOException("made by a test, after " + context.getTaskAttemptID() + " had written");
    }
    super.commitTask(context);
  }
}
