package dev.redline.listener.meter;

import dev.redline.catalog.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The client that Micrometer's registry wants, over a blocking one: it sends on the calling thread,
 * so that neither Netty nor a thread pool is needed.
 *
 * <p>On the way it repairs what the registry gets wrong: values that are not finite and elements
 * that are null are dropped (one of them would fail the batch), and units come from the catalog
 * (the registry says Count for every counter, bytes included).
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

  private final Consumer<PutMetricDataRequest> sender;

  /**
   * @param sender sends a request and deals with every failure itself
   */
  CatalogClient(Consumer<PutMetricDataRequest> sender) {
    this.sender = sender;
  }

  @Override
  public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
    List<MetricDatum> data =
        request.metricData().stream()
            .filter(Objects::nonNull)
            .filter(datum -> Math.abs(datum.value()) < BOUND)
            .map(CatalogClient::withUnit)
            .toList();
    if (!data.isEmpty()) {
      sender.accept(request.toBuilder().metricData(data).build());
    }
    return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
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
