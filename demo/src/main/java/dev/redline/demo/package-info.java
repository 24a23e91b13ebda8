/**
 * The demonstration: the ETL job, the agent and the stand-ins together on one machine, started by
 * {@code bin/run-local}, and the tests of the whole path.
 *
 * <p>It may import every room; no room may import it.
 */
@NullMarked
package dev.redline.demo;

import org.jspecify.annotations.NullMarked;
