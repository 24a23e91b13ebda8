package dev.redline.listener.meter;

import java.util.function.DoubleSupplier;

/**
 * What a gauge shows: its present value, and the peak since it was last read.
 *
 * @param peak told of every value as it occurs
 * @param present the value now; NaN where there is none
 * @param isLevel whether a value stays until the next one (as the number of executors does), so
 *     that the one at a step's start belongs to the step too; otherwise values are single
 *     measurements, and the present one counts only where a step had none
 */
record Peaked(Peak peak, DoubleSupplier present, boolean isLevel) {
  double now() {
    return present.getAsDouble();
  }
}
