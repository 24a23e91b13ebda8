/**
 * Keeping the newest row of every key.
 *
 * <p>Nothing that knows files outside its own input, Redshift or the job spec may be imported.
 */
@NullMarked
package dev.redline.etl.transform;

import org.jspecify.annotations.NullMarked;
