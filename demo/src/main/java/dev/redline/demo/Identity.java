package dev.redline.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether every row is accounted for: what the job says, against counts taken without it.
 *
 * @param rows what the job says
 * @param recordsInInput records counted in the input file
 * @param rowsInTarget rows counted in the target table
 */
record Identity(JobResult.Rows rows, long recordsInInput, long rowsInTarget) {

  /** What does not add up, one sentence each; empty when all does. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    long sum = rows.rejected() + rows.duplicates() + rows.loaded();
    if (rows.raw() != sum) {
      faults.add(
          "%,d raw rows are not rejected + duplicates + loaded = %,d".formatted(rows.raw(), sum));
    }
    if (rows.raw() != recordsInInput) {
      faults.add(
          "the job read %,d rows, the input holds %,d".formatted(rows.raw(), recordsInInput));
    }
    if (rows.loaded() != rowsInTarget) {
      faults.add(
          "the job loaded %,d rows, the table holds %,d".formatted(rows.loaded(), rowsInTarget));
    }
    return faults;
  }
}
