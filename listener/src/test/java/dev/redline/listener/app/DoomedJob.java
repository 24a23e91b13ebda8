package dev.redline.listener.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.SparkSession;

/**
 * An application whose one task ends each executor with the exit code of an exhausted heap, and
 * whose driver makes stopping it as hard as it can.
 */
public final class DoomedJob {
  private static final int HEAP_EXHAUSTED = 52;
  private static final long SECTION_MS = 1_500;

  private DoomedJob() {}

  /** What the driver does about the failure of its job. */
  public enum Driver {
    /** Lets the exception end it. */
    FAILS {
      @Override
      void run(JavaSparkContext spark, Path verdict) {
        die(spark);
      }
    },
    /** Catches everything, interrupts too, and goes on waiting. */
    SWALLOWS {
      @Override
      void run(JavaSparkContext spark, Path verdict) {
        swallow(() -> die(spark));
        while (true) {
          swallow(() -> Thread.sleep(1_000));
        }
      }
    },
    /** Starts the next job as soon as one is cancelled. */
    STARTS_AGAIN {
      @Override
      void run(JavaSparkContext spark, Path verdict) {
        while (true) {
          swallow(() -> die(spark));
          System.out.println("again");
        }
      }
    },
    /** Ends its main thread, and leaves others behind that would keep the process alive. */
    LEAVES_THREADS {
      @Override
      void run(JavaSparkContext spark, Path verdict) {
        new Thread(() -> sleepForEver(), "left behind").start();
        die(spark);
      }
    },
    /** Ends the process itself, with a code of its own. */
    EXITS {
      @Override
      void run(JavaSparkContext spark, Path verdict) {
        swallow(() -> die(spark));
        System.exit(3);
      }
    },
    /** Commits something that must not be interrupted, announced by a system property. */
    COMMITS {
      @Override
      void run(JavaSparkContext spark, Path verdict) throws Exception {
        System.setProperty("redline.critical-section", "the commit");
        new Thread(() -> swallow(() -> die(spark)), "doomed").start();
        awaitFile(verdict);
        Thread.sleep(SECTION_MS);
        System.out.println("committed");
        System.clearProperty("redline.critical-section");
        sleepForEver();
      }
    },
    /** Writes by a Spark job that must not be interrupted, announced by a local property. */
    WRITES {
      @Override
      void run(JavaSparkContext spark, Path verdict) throws Exception {
        String file = verdict.toString();
        new Thread(() -> swallow(() -> die(spark)), "doomed").start();
        spark.setLocalProperty("redline.critical-section", "the write");
        spark.parallelize(List.of(1), 1).foreach(n -> writeSlowly(Path.of(file)));
        System.out.println("written");
      }
    },
    /** Never leaves what it says must not be interrupted. */
    NEVER_COMMITS {
      @Override
      void run(JavaSparkContext spark, Path verdict) {
        System.setProperty("redline.critical-section", "the endless commit");
        die(spark);
      }
    },
    /** Has a shutdown hook, to be run before Spark's own, that never ends. */
    HANGS_IN_ITS_HOOK {
      @Override
      void run(JavaSparkContext spark, Path verdict) {
        ShutdownHookManager.get().addShutdownHook(() -> sleepForEver(), 100);
        swallow(() -> die(spark));
        sleepForEver();
      }
    };

    abstract void run(JavaSparkContext spark, Path verdict) throws Exception;
  }

  /**
   * Runs it.
   *
   * @param args the {@link Driver} to be, in any case, and the path of the verdict file
   */
  public static void main(String[] args) throws Exception {
    Driver driver = Driver.valueOf(args[0].toUpperCase(Locale.ROOT));
    try (SparkSession session = SparkSession.builder().appName("doomed").getOrCreate()) {
      driver.run(JavaSparkContext.fromSparkContext(session.sparkContext()), Path.of(args[1]));
    }
  }

  /** One task, so that the second executor is there already when the first has died. */
  private static void die(JavaSparkContext spark) {
    VoidFunction<Integer> death = n -> Runtime.getRuntime().halt(HEAP_EXHAUSTED);
    spark.parallelize(List.of(1), 1).foreach(death);
  }

  private static void writeSlowly(Path verdict) throws Exception {
    awaitFile(verdict);
    Thread.sleep(SECTION_MS);
  }

  private static void awaitFile(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(50);
    }
  }

  private static void sleepForEver() {
    while (true) {
      swallow(() -> Thread.sleep(1_000));
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void swallow(Work work) {
    try {
      work.run();
    } catch (Throwable t) {
      System.out.println("swallowed " + t);
    }
  }
}
