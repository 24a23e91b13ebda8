/**
 * A Spark of several processes on one machine: a driver started through SparkSubmit, as a user
 * would, and executors that are JVMs of their own and can be killed; locally, or as containers of a
 * YARN.
 *
 * <p>Nothing of the product may be imported; Spark itself is only started, never linked.
 */
@NullMarked
package dev.redline.sandbox.spark;

import org.jspecify.annotations.NullMarked;
