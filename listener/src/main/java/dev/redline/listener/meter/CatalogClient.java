package dev.redline.listener.meter;

import dev.redline.catalog.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The client that Micrometer's registry wants. It sends nothing itself but hands values on, so that
 * neither Netty nor a thread pool is needed and the registry never waits.
 *
 * <p>On the way it repairs what the registry gets wrong: values that are not finite and elements
 * that are null are dropped and counted (one of them would fail the batch), and units come from the
 * catalog (the registry says Count for every counter, bytes included).
 */
final class CatalogClient implements CloudWatchAsyncClient {
  /** Just below what the registry turns infinity into, 1.174271e108. */
  private static final double BOUND = 1e108;

  private static final Map<String, StandardUnit> UNITS =
      Arrays.stream(Metric.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  Metric::cloudWatchName,
                  metric -> StandardUnit.fromValue(metric.unit().cloudWatchName())));

  private final Function<MetricDatum, Stream<MetricDatum>> series;
  private final PublishStatistics statistics;
  private final Consumer<List<MetricDatum>> outbox;

  /**
   * A client.
   *
   * @param series the series in which a value is published; none, one or several
   * @param outbox takes values, at least one at a time
   */
  CatalogClient(
      Function<MetricDatum, Stream<MetricDatum>> series,
      PublishStatistics statistics,
      Consumer<List<MetricDatum>> outbox) {
    this.series = series;
    this.statistics = statistics;
    this.outbox = outbox;
  }

  @Override
  public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
    List<MetricDatum> finite =
        request.metricData().stream().filter(CatalogClient::isFinite).toList();
    statistics.dropped(request.metricData().size() - finite.size());
    List<MetricDatum> data = finite.stream().map(CatalogClient::withUnit).flatMap(series).toList();
    if (!data.isEmpty()) {
      outbox.accept(data);
    }
    return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
  }

  private static boolean isFinite(MetricDatum datum) {
    return Objects.nonNull(datum) && Math.abs(datum.value()) < BOUND;
  }

  private static MetricDatum withUnit(MetricDatum datum) {
    StandardUnit unit = UNITS.getOrDefault(datum.metricName(), datum.unit());
    return unit == datum.unit() ? datum : datum.toBuilder().unit(unit).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
