/**
 * Counting rows while a query runs, exactly and without a query of its own.
 *
 * <p>No other package of the job may be imported.
 */
@NullMarked
package dev.redline.etl.tally;

import org.jspecify.annotations.NullMarked;
