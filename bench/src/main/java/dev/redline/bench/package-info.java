/**
 * Benchmarks: ours and the peers' side by side, in one run, so that what is quoted is a ratio.
 *
 * <p>May import anything; nothing imports it.
 */
@NullMarked
package dev.redline.bench;

import org.jspecify.annotations.NullMarked;
