/**
 * Folders of Parquet files as they really are after a write: names, lengths and row counts from the
 * footers.
 *
 * <p>Nothing of Spark SQL and no other package of the job may be imported.
 */
@NullMarked
package dev.redline.etl.storage;

import org.jspecify.annotations.NullMarked;
