/**
 * Reading the raw files: which files, which rows fit the schema, and a quarantine with a reason for
 * those that do not.
 *
 * <p>Nothing that knows Redshift's connection or the dedupe may be imported.
 */
@NullMarked
package dev.redline.etl.extract;

import org.jspecify.annotations.NullMarked;
