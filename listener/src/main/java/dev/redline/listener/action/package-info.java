/**
 * What is done about a verdict: the ladder that ends a run, step by step, each bounded, on threads
 * that were started before Spark's listener bus could taint them.
 *
 * <p>The only place that may end the process. Only the JDK may be imported; what is done to Spark
 * goes through {@link dev.redline.listener.action.Application}.
 */
@NullMarked
package dev.redline.listener.action;

import org.jspecify.annotations.NullMarked;
