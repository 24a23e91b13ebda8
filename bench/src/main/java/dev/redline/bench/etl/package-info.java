/**
 * The dedupe of the ETL job beside what people write by hand: the naive window, and the recipe of
 * the guide this project grew from. Each measurement is a process of its own.
 *
 * <p>May import anything; nothing imports it.
 */
@NullMarked
package dev.redline.bench.etl;

import org.jspecify.annotations.NullMarked;
