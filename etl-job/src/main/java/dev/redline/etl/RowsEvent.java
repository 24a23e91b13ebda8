package dev.redline.etl;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.redline.etl.load.LoadRecord;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * The row counts of a run that has loaded, posted to Spark's listener bus once, after the commit.
 * Whoever watches the run reads {@link #redlineRows()} by reflection; there is no tie to its
 * classes, and where nobody does the event means nothing. It is also a line of the event log.
 */
public final class RowsEvent implements SparkListenerEvent {
  private final Map<String, Long> rows;

  private RowsEvent(Map<String, Long> rows) {
    this.rows = Map.copyOf(rows);
  }

  /**
   * Rows by what became of them, with the keys {@code raw}, {@code rejected}, {@code duplicates}
   * and {@code loaded}; raw is the sum of the other three.
   */
  @JsonProperty("rows")
  public Map<String, Long> redlineRows() {
    return rows;
  }

  static RowsEvent of(LoadRecord load) {
    return new RowsEvent(
        Map.of(
            "raw", load.rawRows(),
            "rejected", load.rejectedRows(),
            "duplicates", load.duplicateRows(),
            "loaded", load.copiedRows()));
  }

  /** Tells everybody who listens to the context. */
  void post(SparkContext context) {
    context.listenerBus().post(this);
  }
}
