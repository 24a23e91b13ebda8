package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * Sends requests to CloudWatch, blocking, and never throws: each kind of failure is logged once
 * with its remedy, and at debug level from then on; so is its end.
 *
 * <p>The client is made with the first request, since looking for a region and for credentials may
 * take seconds, and again with the next request where that failed. Used by one thread.
 */
final class CloudWatchSender implements Channel {
  private static final Logger log = LoggerFactory.getLogger(CloudWatchSender.class);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

  private final Settings settings;
  private final ScheduledExecutorService timeouts;
  private final WireWatch wire;
  private final Set<PublishTrouble.Kind> told = ConcurrentHashMap.newKeySet();
  private @Nullable CloudWatchClient client;
  private boolean failing;

  CloudWatchSender(
      Settings settings, ScheduledExecutorService timeouts, PublishStatistics statistics) {
    this.settings = settings;
    this.timeouts = timeouts;
    this.wire = new WireWatch(statistics);
  }

  @Override
  public Outcome send(PutMetricDataRequest request, Duration atMost) {
    Duration skew = wire.skew();
    Optional<Throwable> failure = attempt(request, atMost);
    if (failure.isPresent() && !skew.equals(wire.skew())) {
      // The answer told that the clock is wrong: the times are what CloudWatch did not like.
      failure = attempt(request, atMost);
    }
    if (failure.isPresent()) {
      return tell(failure.get());
    }
    tellEnd();
    return Outcome.ACCEPTED;
  }

  private Optional<Throwable> attempt(PutMetricDataRequest request, Duration atMost) {
    try {
      if (client == null) {
        client = connect();
      }
      client.putMetricData(within(atMost, onTime(request)));
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(e);
    }
  }

  private static PutMetricDataRequest within(Duration atMost, PutMetricDataRequest request) {
    Duration attempt = atMost.compareTo(ATTEMPT_TIMEOUT) < 0 ? atMost : ATTEMPT_TIMEOUT;
    return request.toBuilder()
        .overrideConfiguration(o -> o.apiCallTimeout(atMost).apiCallAttemptTimeout(attempt))
        .build();
  }

  private PutMetricDataRequest onTime(PutMetricDataRequest request) {
    Duration skew = wire.skew();
    return skew.isZero()
        ? request
        : request.toBuilder()
            .metricData(
                request.metricData().stream()
                    .map(d -> d.toBuilder().timestamp(d.timestamp().plus(skew)).build())
                    .toList())
            .build();
  }

  private CloudWatchClient connect() {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(ATTEMPT_TIMEOUT))
            .overrideConfiguration(
                overrides ->
                    overrides.scheduledExecutorService(timeouts).addExecutionInterceptor(wire));
    settings
        .given(Setting.CLOUDWATCH_REGION, String.class)
        .ifPresent(region -> builder.region(Region.of(region)));
    settings
        .given(Setting.CLOUDWATCH_ENDPOINT, String.class)
        .ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)));
    return builder.build();
  }

  private Outcome tell(Throwable failure) {
    failing = true;
    PublishTrouble trouble = PublishTrouble.of(failure, wire.status(), settings);
    // Out of time for another attempt is no news where the earlier ones were told of.
    boolean isNews = trouble.kind() != PublishTrouble.Kind.SILENCE || told.isEmpty();
    if (isNews && told.add(trouble.kind())) {
      log.warn(
          "Metrics are not published: {}. The job is not affected; further failures of this kind"
              + " are logged at debug level",
          trouble.sentence());
    }
    log.debug("Metrics were not published", failure);
    return trouble.kind().outcome();
  }

  private void tellEnd() {
    if (failing) {
      failing = false;
      log.info("CloudWatch takes metrics again; what waited is sent with its own times");
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
