package dev.redline.listener.spark;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.SqlExecutionEnded;
import dev.redline.listener.signal.Signal.SqlExecutionStarted;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;

/** Reads events of Spark SQL. Loaded only when one comes, since an application may lack SQL. */
final class SqlEvents {
  static final String START = "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart";
  static final String END = "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd";

  private SqlEvents() {}

  static Signal started(SparkListenerEvent event) {
    SparkListenerSQLExecutionStart start = (SparkListenerSQLExecutionStart) event;
    String description = start.description();
    return new SqlExecutionStarted(
        start.time(), start.executionId(), description == null ? "" : description);
  }

  static Signal ended(SparkListenerEvent event) {
    SparkListenerSQLExecutionEnd end = (SparkListenerSQLExecutionEnd) event;
    return new SqlExecutionEnded(end.time(), end.executionId());
  }
}
