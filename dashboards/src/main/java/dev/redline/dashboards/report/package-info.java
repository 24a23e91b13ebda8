/**
 * The report of a run: a run record, read from its JSON file, drawn by the layout as one HTML page
 * that needs nothing but a browser.
 *
 * <p>Every string of a run reaches the page through {@code Html} or the escaped JSON block, never
 * by concatenation. Nothing of Spark, Micrometer or the AWS SDK may be imported.
 */
@NullMarked
package dev.redline.dashboards.report;

import org.jspecify.annotations.NullMarked;
