/**
 * Staged Parquet files into Redshift by manifest, COPY and one transaction, with the audit row that
 * makes a rerun harmless.
 *
 * <p>Nothing of the dedupe or the quarantine may be imported; SQL text is built in one class only.
 */
@NullMarked
package dev.redline.etl.load;

import org.jspecify.annotations.NullMarked;
