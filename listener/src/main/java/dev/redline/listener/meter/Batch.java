package dev.redline.listener.meter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Values that go into one request, with the times at which they were measured.
 *
 * @param data at least one value
 * @param bytes an upper estimate of the request's size before compression
 */
record Batch(List<MetricDatum> data, long bytes) {
  /** CloudWatch's limit on values in a request. */
  static final int MAX_VALUES = 1_000;

  /**
   * Below CloudWatch's limit of 1 MB on a request's body. The documentation does not say whether
   * that is before or after compression, so it is kept before.
   */
  static final long MAX_BYTES = 900_000;

  /** Field names, unit, time, value and framing of one value in CBOR. */
  private static final int FRAME_BYTES = 120;

  /** Field names and framing of one dimension. */
  private static final int DIMENSION_FRAME_BYTES = 20;

  /** Cuts values into batches that CloudWatch takes, by count and by size, in their order. */
  static List<Batch> of(List<MetricDatum> data) {
    List<Batch> batches = new ArrayList<>();
    List<MetricDatum> open = new ArrayList<>();
    long bytes = 0;
    for (MetricDatum datum : data) {
      long size = bytes(datum);
      if (!open.isEmpty() && (open.size() == MAX_VALUES || bytes + size > MAX_BYTES)) {
        batches.add(new Batch(List.copyOf(open), bytes));
        open.clear();
        bytes = 0;
      }
      open.add(datum);
      bytes += size;
    }
    if (!open.isEmpty()) {
      batches.add(new Batch(List.copyOf(open), bytes));
    }
    return batches;
  }

  /** Both halves of a batch of more than one value. */
  List<Batch> halves() {
    int middle = data.size() / 2;
    List<Batch> halves = new ArrayList<>(of(data.subList(0, middle)));
    halves.addAll(of(data.subList(middle, data.size())));
    return halves;
  }

  private static long bytes(MetricDatum datum) {
    long bytes = FRAME_BYTES + utf8(datum.metricName());
    for (Dimension dimension : datum.dimensions()) {
      bytes += DIMENSION_FRAME_BYTES + utf8(dimension.name()) + utf8(dimension.value());
    }
    return bytes;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
