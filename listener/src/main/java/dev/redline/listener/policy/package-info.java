/**
 * The rules: what a run's signals mean for the run. Every policy is a pure function of its state
 * and a signal, so the same signals always give the same verdict.
 *
 * <p>Only the JDK, the catalog and the signals may be imported; no clock, no thread, no Spark.
 */
@NullMarked
package dev.redline.listener.policy;

import org.jspecify.annotations.NullMarked;
