package dev.redline.listener.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Signal.RowsCounted;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowCountsTest {
  private final EventTranslator translator = new EventTranslator(() -> 7);

  /** An event as a job defines it, in a class that is not public. */
  record Rows(Map<String, Long> redlineRows) implements SparkListenerEvent {
    @Override
    public boolean logEvent() {
      return false;
    }
  }

  @Test
  void readsWhatAJobPosts() {
    Rows rows = new Rows(Map.of("raw", 10L, "rejected", 1L, "duplicates", 2L, "loaded", 7L));

    assertThat(translator.of(rows)).isEqualTo(new RowsCounted(7, 10L, 1L, 2L, 7L));
  }

  @Test
  void whatIsMissingWasNotCountedAndWhatIsUnknownIsIgnored() {
    assertThat(translator.of(new Rows(Map.of("loaded", 7L, "skipped", 3L))))
        .isEqualTo(new RowsCounted(7, null, null, null, 7L));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void valuesThatAreNoCountsWereNotCounted() {
    Map rows = new HashMap();
    rows.put("raw", "ten");
    rows.put("rejected", null);
    rows.put("duplicates", -1L);
    rows.put("loaded", 7);

    assertThat(translator.of(new Rows(rows))).isEqualTo(new RowsCounted(7, null, null, null, 7L));
  }

  static class NoMap extends Silent {
    public String redlineRows() {
      return "10";
    }
  }

  static class Throwing extends Silent {
    public Map<String, Long> redlineRows() {
      throw new IllegalStateException("a bug of the job");
    }
  }

  static class Silent implements SparkListenerEvent {
    @Override
    public boolean logEvent() {
      return false;
    }
  }

  static SparkListenerEvent[] others() {
    return new SparkListenerEvent[] {
      new NoMap(),
      new Throwing(),
      new Silent(),
      new SparkListenerJobStart(1, 1, Events.none(), null)
    };
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherEventsAreNone(SparkListenerEvent event) {
    assertThat(translator.of(event)).isNull();
  }
}
