package dev.redline.etl.transform;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows that stay, still to be written, and the counts that came with the decision. Both are
 * query results, exact however often tasks or stages were tried.
 *
 * @param rows of the input's schema
 * @param inputRows rows that were compared
 * @param keptRows rows that stay, one per key
 */
public record Deduped(Dataset<Row> rows, long inputRows, long keptRows) {}
