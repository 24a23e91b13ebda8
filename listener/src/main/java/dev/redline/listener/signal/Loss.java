package dev.redline.listener.signal;

/**
 * An executor that is gone, with its cause. There is one for each executor, however many events
 * announced it.
 *
 * @param executorId the executor
 * @param atMs when it was first announced, in milliseconds since the epoch
 * @param cause why, as far as is known
 * @param counted whether it counts against the run
 * @param ruleId the id of the rule that named the cause; stable, listed in docs/executor-loss.md
 * @param reason what Spark said, word for word, cut after 16,384 characters
 */
public record Loss(
    String executorId, long atMs, LossCause cause, boolean counted, String ruleId, String reason) {}
