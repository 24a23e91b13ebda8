package dev.redline.listener.loss;

import dev.redline.listener.signal.LossCause;

/**
 * What a reason text says about a loss.
 *
 * @param cause why the executor was lost, as far as the text tells
 * @param ruleId the rule that said so; stable
 */
public record Classification(LossCause cause, String ruleId) {}
