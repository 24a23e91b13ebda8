package dev.redline.etl.transform;

import java.io.IOException;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The share of a table in its task's execution memory, so that Spark counts it among all that the
 * executor's tasks hold, and shows it. Given back when the task ends.
 */
final class TableMemory extends MemoryConsumer implements NewestTable.Memory {

  private TableMemory(TaskMemoryManager memory) {
    super(memory, memory.pageSizeBytes(), MemoryMode.ON_HEAP);
  }

  /** Of the task that runs in this thread. */
  static TableMemory ofTask() {
    TaskContext task = TaskContext.get();
    TableMemory memory = new TableMemory(task.taskMemoryManager());
    task.addTaskCompletionListener((TaskCompletionListener) ended -> memory.end(ended));
    return memory;
  }

  private void end(TaskContext task) {
    task.taskMetrics().incPeakExecutionMemory(getUsed());
    freeMemory(getUsed());
  }

  @Override
  public boolean acquire(long bytes) {
    long granted = acquireMemory(bytes);
    if (granted < bytes) {
      freeMemory(granted);
    }
    return granted >= bytes;
  }

  /** A table is not given up for another consumer: it is handed over soon anyway. */
  @Override
  public long spill(long size, MemoryConsumer trigger) throws IOException {
    return 0;
  }
}
