package dev.redline.listener.loss;

import dev.redline.listener.signal.LossCause;

/**
 * What an executor's exit code means.
 *
 * @param code the code; negative ones are YARN's container exit statuses
 * @param cause what it means
 * @param source where the code is defined
 */
public record ExitCodeRule(int code, LossCause cause, String source) {

  /** Stable name, such as {@code exit-52}. */
  public String id() {
    return "exit-" + code;
  }
}
