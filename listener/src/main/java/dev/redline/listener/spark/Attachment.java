package dev.redline.listener.spark;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.SparkConf;

/**
 * Which applications of this JVM have a guard, so that an agent attached twice, as listener and as
 * plugin, guards once. Thread-safe; forgets an application with its configuration.
 */
final class Attachment {
  private static final String APPLICATION_ID = "spark.app.id";

  /** Spark gives the same configuration object to listeners and plugins of a context. */
  private static final Set<SparkConf> GUARDED = Collections.newSetFromMap(new WeakHashMap<>());

  private Attachment() {}

  /** Claims an application; false where it has a guard already. */
  static boolean claim(SparkConf conf) {
    synchronized (GUARDED) {
      for (SparkConf guarded : GUARDED) {
        if (guarded == conf || isSameApplication(guarded, conf)) {
          return false;
        }
      }
      return GUARDED.add(conf);
    }
  }

  /** Gives an application up. */
  static void release(SparkConf conf) {
    synchronized (GUARDED) {
      GUARDED.remove(conf);
    }
  }

  /** A program that adds the listener itself holds a copy of the configuration. */
  private static boolean isSameApplication(SparkConf first, SparkConf second) {
    String id = first.get(APPLICATION_ID, "");
    return !id.isEmpty() && id.equals(second.get(APPLICATION_ID, ""));
  }
}
