/**
 * The edge to Spark: events become signals, Spark's configuration becomes settings, and the running
 * application can be stopped.
 *
 * <p>With the two entry classes the only place that imports Spark and Hadoop. No Scala collection
 * may appear in a signature called here: its descriptor differs between Scala 2.12 and 2.13.
 */
@NullMarked
package dev.redline.listener.spark;

import org.jspecify.annotations.NullMarked;
