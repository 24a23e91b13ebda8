package dev.redline.catalog;

/** A CloudWatch dimension that Redline attaches to its metrics. */
public enum Dimension {
  JOB_NAME("JobName", "the job, the same in every run of it"),
  ENVIRONMENT("Environment", "where the job runs, such as prod or test"),
  CAUSE("Cause", "why an executor was lost or the run was stopped"),
  JOB_RUN_ID(
      "JobRunId",
      "one run of the job; on a second series of each metric, and only where"
          + " spark.redline.cloudwatch.run-id is true");

  private final String key;
  private final String description;

  Dimension(String key, String description) {
    this.key = key;
    this.description = description;
  }

  /** The dimension's name in CloudWatch, at most 255 characters. */
  public String key() {
    return key;
  }

  /** What a value of this dimension says, as a phrase. */
  public String description() {
    return description;
  }
}
