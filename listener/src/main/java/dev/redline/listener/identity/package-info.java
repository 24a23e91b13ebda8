/**
 * Finds out which job runs, and which run of it this is: pure functions of Spark's configuration,
 * the environment and the driver's command line. Imports nothing but the JDK.
 */
@NullMarked
package dev.redline.listener.identity;

import org.jspecify.annotations.NullMarked;
