package dev.redline.glue;

/**
 * Something that is not as it should be.
 *
 * @param rule its stable id
 * @param problem what is wrong, with the value
 * @param remedy what to do
 */
public record Finding(String rule, Severity severity, String problem, String remedy) {

  /** How bad it is. */
  public enum Severity {
    /** The job does not start, does not do what is written, or does harm. */
    ERROR,
    /** The job runs, and not as one would think. */
    WARNING,
    /** Something is left unused. */
    HINT
  }

  @Override
  public String toString() {
    return severity + " " + rule + ": " + problem + "; " + remedy;
  }
}
