package dev.redline.listener.signal;

/**
 * What a stage wrote to shuffle, over all its attempts.
 *
 * @param stageId the stage
 * @param name Spark's name of it
 * @param writeBytes bytes written
 * @param repeatedWriteBytes the part of it that was work done again
 */
public record StageShuffle(int stageId, String name, long writeBytes, long repeatedWriteBytes) {}
