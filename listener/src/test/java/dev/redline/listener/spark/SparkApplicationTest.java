package dev.redline.listener.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SparkApplicationTest {

  @AfterEach
  void leaveTheSection() {
    System.clearProperty("redline.critical-section");
  }

  @Test
  void runsForAsLongAsAThreadOfTheProgramDoes() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread driver = new Thread(() -> await(end), "Driver");
    driver.start();
    Thread creator = new Thread(() -> {}, "creator");
    creator.start();
    creator.join();
    SparkApplication application = new SparkApplication(new SparkConf(false), creator);
    assertThat(application.isMainRunning()).isTrue();
    end.countDown();
    driver.join();
    // The thread that runs this test is called main as well, and is alive.
    assertThat(application.isMainRunning())
        .isEqualTo(Thread.currentThread().getName().equals("main"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void readsTheCriticalSectionThatTheJobAnnounces() {
    SparkApplication application =
        new SparkApplication(new SparkConf(false), Thread.currentThread());
    assertThat(application.criticalSection()).isEmpty();
    System.setProperty("redline.critical-section", " ");
    assertThat(application.criticalSection()).isEmpty();
    System.setProperty("redline.critical-section", "the commit");
    assertThat(application.criticalSection()).contains("the commit");
  }

  @Test
  void cancelsNothingWhereThereIsNoContext() {
    SparkApplication application =
        new SparkApplication(new SparkConf(false), Thread.currentThread());
    assertThatCode(() -> application.cancelAllJobs("test")).doesNotThrowAnyException();
  }

  /** Whoever creates a context holds Spark's lock, and waits for the listener bus if it fails. */
  @Test
  void waitsForNobodyWhoCreatesAContextWhenTheApplicationEnds() throws Exception {
    Field field = SparkContext$.class.getDeclaredField("SPARK_CONTEXT_CONSTRUCTOR_LOCK");
    field.setAccessible(true);
    Object creation = field.get(SparkContext$.MODULE$);
    SparkApplication application =
        new SparkApplication(new SparkConf(false), Thread.currentThread());
    Thread bus = new Thread(() -> application.observe(new SparkListenerApplicationEnd(1)), "bus");
    synchronized (creation) {
      bus.start();
      bus.join(60_000);
      assertThat(bus.isAlive()).isFalse();
    }
  }
}
