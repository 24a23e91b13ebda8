package dev.redline.etl.extract;

import dev.redline.etl.storage.ParquetFolder;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.types.StructType;

/**
 * What the extraction left behind.
 *
 * @param schema of the good rows' files
 * @param good the good rows, counted by the footers of their files
 * @param rejectedRows counted by the footers of the rejected rows' files
 * @param rawRows rows the reading tasks reported; empty when Spark dropped events
 * @param rejectedByReason counted by a query over the rejected rows
 */
public record Extracted(
    StructType schema,
    ParquetFolder good,
    long rejectedRows,
    OptionalLong rawRows,
    Map<String, Long> rejectedByReason) {}
