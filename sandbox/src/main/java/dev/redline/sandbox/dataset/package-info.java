/**
 * Real data that is too large to commit: fetched once, checked, kept below the user's home.
 *
 * <p>Nothing of the product may be imported.
 */
@NullMarked
package dev.redline.sandbox.dataset;

import org.jspecify.annotations.NullMarked;
