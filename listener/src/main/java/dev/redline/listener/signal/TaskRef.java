package dev.redline.listener.signal;

/**
 * A task: one partition of one attempt of a stage.
 *
 * @param stageId the stage
 * @param stageAttempt the stage's attempt, from 0
 * @param partition the task's index in the stage, from 0
 */
public record TaskRef(int stageId, int stageAttempt, int partition) {}
