/**
 * Folds signals: derives losses and memory shares from raw ones, puts all of them through the
 * policies, and latches the first stop.
 *
 * <p>Only the JDK, the catalog, signals, losses and policies may be imported; no clock, no thread,
 * no Spark.
 */
@NullMarked
package dev.redline.listener.engine;

import org.jspecify.annotations.NullMarked;
