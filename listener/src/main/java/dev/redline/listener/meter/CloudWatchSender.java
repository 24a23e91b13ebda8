package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
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
 * with its remedy, and at debug level from then on.
 *
 * <p>The client is made with the first request, since looking for a region and for credentials may
 * take seconds, and again with the next request where that failed. Used by one thread.
 */
final class CloudWatchSender implements Consumer<PutMetricDataRequest>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CloudWatchSender.class);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

  /** With the SDK's retries; below the shortest useful step, so that steps do not pile up. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(12);

  private final Settings settings;
  private final ScheduledExecutorService timeouts;
  private final PublishStatistics statistics;
  private final Set<PublishTrouble.Kind> told = ConcurrentHashMap.newKeySet();
  private @Nullable CloudWatchClient client;
  private volatile boolean silent;

  CloudWatchSender(
      Settings settings, ScheduledExecutorService timeouts, PublishStatistics statistics) {
    this.settings = settings;
    this.statistics = statistics;
    this.timeouts = timeouts;
  }

  @Override
  public void accept(PutMetricDataRequest request) {
    try {
      if (client == null) {
        client = connect();
      }
      long start = System.nanoTime();
      client.putMetricData(request);
      statistics.accepted(Duration.ofNanos(System.nanoTime() - start).toMillis());
    } catch (RuntimeException | LinkageError e) {
      statistics.failed();
      tell(e);
    }
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
                    overrides
                        .scheduledExecutorService(timeouts)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .apiCallTimeout(CALL_TIMEOUT));
    settings
        .given(Setting.CLOUDWATCH_REGION, String.class)
        .ifPresent(region -> builder.region(Region.of(region)));
    settings
        .given(Setting.CLOUDWATCH_ENDPOINT, String.class)
        .ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)));
    return builder.build();
  }

  /** From now on failures concern nobody. */
  void fallSilent() {
    silent = true;
  }

  private void tell(Throwable failure) {
    PublishTrouble trouble = PublishTrouble.of(failure, settings);
    if (!silent && told.add(trouble.kind())) {
      log.warn(
          "Metrics are not published: {}. The job is not affected; further failures of this kind"
              + " are logged at debug level",
          trouble.sentence());
    }
    log.debug("Metrics of a step were not published", failure);
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
