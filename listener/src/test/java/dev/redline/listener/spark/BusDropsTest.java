package dev.redline.listener.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Signal.EventsDropped;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Test;

class BusDropsTest {
  @Test
  void countsWhatSparksOwnBusDropped() throws Exception {
    SparkConf conf =
        new SparkConf(false)
            .setMaster("local[1]")
            .setAppName("drops")
            .set("spark.ui.enabled", "false")
            .set("spark.scheduler.listenerbus.eventqueue.shared.capacity", "5");
    EventTranslator translator = new EventTranslator(() -> 7);
    assertThat(translator.dropped()).as("before there is a context").isNull();
    CountDownLatch release = new CountDownLatch(1);
    SparkContext context = new SparkContext(conf);
    try {
      context.addSparkListener(slow(release));
      assertThat(translator.dropped()).isNull();
      for (int i = 0; i < 100; i++) {
        context.listenerBus().post(new SparkListenerJobStart(i, 1, Events.none(), null));
      }

      assertThat(translator.dropped())
          .isInstanceOfSatisfying(
              EventsDropped.class, dropped -> assertThat(dropped.events()).isBetween(90L, 95L));
      assertThat(translator.dropped()).as("told once").isNull();
    } finally {
      release.countDown();
      context.stop();
    }
  }

  /** A neighbour on the shared queue that holds everybody up. */
  private static SparkListener slow(CountDownLatch release) {
    return new SparkListener() {
      @Override
      public void onOtherEvent(SparkListenerEvent event) {}

      @Override
      public void onJobStart(SparkListenerJobStart event) {
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }
}
