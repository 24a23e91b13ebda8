package dev.redline.listener.signal;

/**
 * What a SQL execution wrote to shuffle, over all its stages.
 *
 * @param executionId Spark's number of it, as in the SQL tab of its UI
 * @param description what Spark calls it, by default the line of code that asked for it
 * @param writeBytes bytes written
 * @param repeatedWriteBytes the part of it that was work done again
 */
public record SqlShuffle(
    long executionId, String description, long writeBytes, long repeatedWriteBytes) {}
