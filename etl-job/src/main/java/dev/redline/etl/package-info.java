/**
 * The ETL job: its command line, its spec, the Spark session it runs on and the row counts it
 * answers for. Raw files become the newest row per key in an Amazon Redshift table.
 *
 * <p>Nothing of the agent or the sandbox may be imported, and no type of scala.collection may
 * appear in a signature that is called: one jar runs on Scala 2.12 and 2.13.
 */
@NullMarked
package dev.redline.etl;

import org.jspecify.annotations.NullMarked;
