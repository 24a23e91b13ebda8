package dev.redline.listener.meter;

import dev.redline.catalog.Dimension;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * The series in which a value is published: its own and, on request, one for the run. CloudWatch
 * does not add up series of different dimensions, so alarms need the first whatever else there is.
 *
 * @param runId the run's id; empty where the run shall have no series of its own, or has no id yet
 * @param limit which series may be published
 */
record RunSeries(Supplier<String> runId, Predicate<MetricDatum> limit)
    implements Function<MetricDatum, Stream<MetricDatum>> {

  @Override
  public Stream<MetricDatum> apply(MetricDatum datum) {
    String id = runId.get();
    Stream<MetricDatum> series = Stream.of(datum);
    return (id.isEmpty() ? series : Stream.concat(series, Stream.of(ofRun(datum, id))))
        .filter(limit);
  }

  private static MetricDatum ofRun(MetricDatum datum, String id) {
    return datum.toBuilder()
        .dimensions(
            Stream.concat(
                    datum.dimensions().stream(),
                    Stream.of(
                        software.amazon.awssdk.services.cloudwatch.model.Dimension.builder()
                            .name(Dimension.JOB_RUN_ID.key())
                            .value(DimensionValue.of(id))
                            .build()))
                .toList())
        .build();
  }
}
