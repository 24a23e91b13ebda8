package dev.redline.etl.transform;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows that stay, still to be written, and what comes to light by writing them.
 *
 * @param rows of the input's schema; to be written exactly once
 * @param afterWriting compares the input with what it was when it was first read, and counts;
 *     throws {@link IllegalStateException} when a file changed in between
 */
public record Deduped(Dataset<Row> rows, Supplier<DedupeCounts> afterWriting) {}
