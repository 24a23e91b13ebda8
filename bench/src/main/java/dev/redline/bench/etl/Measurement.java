package dev.redline.bench.etl;

/**
 * What one run cost.
 *
 * @param how the algorithm, in a few words
 * @param inputRows rows that were read
 * @param rows rows that were kept
 * @param checksum of the kept rows, whatever their order
 * @param shuffleBytes written, all stages
 * @param spillBytes written to disk by tasks that ran out of memory
 * @param taskMemoryBytes most execution memory of any task
 * @param wallMillis from the first look at the input to the last file
 */
record Measurement(
    String how,
    long inputRows,
    long inputBytes,
    long rows,
    String checksum,
    long shuffleBytes,
    long spillBytes,
    long taskMemoryBytes,
    long wallMillis) {}
