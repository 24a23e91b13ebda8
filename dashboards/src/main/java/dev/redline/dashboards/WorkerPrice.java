package dev.redline.dashboards;

import java.math.BigDecimal;

/**
 * What a worker costs. The driver takes a worker of its own, as on AWS Glue.
 *
 * @param usdPerHour US dollars for each hour of each worker, 0 or more
 */
public record WorkerPrice(double usdPerHour) {
  /**
   * AWS Glue's list price of one DPU hour in us-east-1, which is one G.1X worker; a G.2X is two.
   *
   * @see <a href="https://aws.amazon.com/glue/pricing/">AWS Glue pricing</a>
   */
  public static final WorkerPrice GLUE_G1X = new WorkerPrice(0.44);

  public WorkerPrice {
    if (!Double.isFinite(usdPerHour) || usdPerHour < 0) {
      throw new IllegalArgumentException(
          "a worker's price must be 0 or more US dollars an hour, was " + usdPerHour);
    }
  }

  /** The price as it is written, such as {@code 0.44}. */
  public String text() {
    return BigDecimal.valueOf(usdPerHour).stripTrailingZeros().toPlainString();
  }
}
