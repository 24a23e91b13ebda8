package dev.redline.listener.meter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Watches what goes over the wire: counts the SDK's own retries, and learns from the answers' Date
 * how wrong the driver's clock is. Used by one thread at a time.
 */
final class WireWatch implements ExecutionInterceptor {
  private static final Logger log = LoggerFactory.getLogger(WireWatch.class);

  /** Dates have whole seconds and travel; and a minute is the step. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final PublishStatistics statistics;
  private volatile Duration skew = Duration.ZERO;
  private volatile int status;

  WireWatch(PublishStatistics statistics) {
    this.statistics = statistics;
  }

  /** What to add to the driver's clock; zero while it is right to a minute. */
  Duration skew() {
    return skew;
  }

  /** The HTTP status of the last answer to the last call; 0 where there was none. */
  int status() {
    return status;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes execution) {
    status = 0;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes execution) {
    boolean isRetry =
        context
            .httpRequest()
            .firstMatchingHeader("amz-sdk-request")
            .filter(header -> !header.startsWith("attempt=1;"))
            .isPresent();
    if (isRetry) {
      statistics.retried(1);
    }
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes execution) {
    status = context.httpResponse().statusCode();
    context.httpResponse().firstMatchingHeader("Date").ifPresent(this::learn);
  }

  private void learn(String date) {
    Duration offset;
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      offset = Duration.between(Instant.now(), there);
    } catch (DateTimeException e) {
      return;
    }
    boolean isWrong = offset.abs().compareTo(TOLERANCE) > 0;
    if (isWrong && skew.isZero()) {
      log.warn(
          "The driver's clock is wrong by {} min, says CloudWatch; the times of metrics are"
              + " corrected",
          Math.round(-offset.toSeconds() / 60.0));
    }
    skew = isWrong ? offset : Duration.ZERO;
  }
}
