/**
 * A YARN of one node that kills containers for memory, in a JVM of its own.
 *
 * <p>Only the JDK and Hadoop may be imported; nothing of the product and nothing of Spark.
 */
@NullMarked
package dev.redline.sandbox.yarn;

import org.jspecify.annotations.NullMarked;
