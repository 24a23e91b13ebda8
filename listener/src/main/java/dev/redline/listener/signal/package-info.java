/**
 * Facts taken from Spark, each with its own time, and nothing else.
 *
 * <p>No Spark, no Micrometer, no clock: only the JDK may be imported here.
 */
@NullMarked
package dev.redline.listener.signal;

import org.jspecify.annotations.NullMarked;
