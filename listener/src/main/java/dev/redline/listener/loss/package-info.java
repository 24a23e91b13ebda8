/**
 * Why executors are lost: the published rules that turn Spark's reason texts into causes, and the
 * ledger that keeps one loss for each executor however many events announce it.
 *
 * <p>Only the JDK and the signals may be imported; no clock, no thread, no Spark.
 */
@NullMarked
package dev.redline.listener.loss;

import org.jspecify.annotations.NullMarked;
