package dev.redline.alarms;

/** What an alarm takes a period without data for; the names are CloudWatch's. */
public enum MissingData {
  /** As good. */
  NOT_BREACHING("notBreaching"),
  /** As bad. */
  BREACHING("breaching"),
  /** As nothing: the state stays what it is. */
  IGNORE("ignore"),
  /** As unknown: with no data at all the state is INSUFFICIENT_DATA. CloudWatch's default. */
  MISSING("missing");

  private final String cloudWatchName;

  MissingData(String cloudWatchName) {
    this.cloudWatchName = cloudWatchName;
  }

  /** The value of TreatMissingData. */
  public String cloudWatchName() {
    return cloudWatchName;
  }
}
