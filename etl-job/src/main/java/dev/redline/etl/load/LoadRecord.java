package dev.redline.etl.load;

/**
 * What a load did, as its audit row keeps it.
 *
 * @param rawRows rows of the input
 * @param rejectedRows rows in the quarantine
 * @param duplicateRows rows that lost against a newer row of their key
 * @param copiedRows rows COPY reported
 * @param staleRows copied rows for which the table had a newer one
 * @param replacedRows rows of the table that were deleted for newer ones
 * @param insertedRows rows that are in the table now because of this load
 */
public record LoadRecord(
    long rawRows,
    long rejectedRows,
    long duplicateRows,
    long copiedRows,
    long staleRows,
    long replacedRows,
    long insertedRows,
    int stagedFiles,
    long stagedBytes) {}
