package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.meter.Channel.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Why publishing failed, in words for the person who runs the job.
 *
 * @param kind the same for failures that have the same remedy
 * @param sentence what is wrong, where, and what to do about it
 */
record PublishTrouble(Kind kind, String sentence) {

  enum Kind {
    REGION(Outcome.HINDERED),
    CREDENTIALS(Outcome.HINDERED),
    PERMISSION(Outcome.DENIED),
    CLOCK(Outcome.HINDERED),
    THROTTLING(Outcome.FAILED),
    REQUEST(Outcome.REFUSED),
    SERVICE(Outcome.FAILED),
    HOST(Outcome.HINDERED),
    NETWORK(Outcome.FAILED),
    SILENCE(Outcome.FAILED),
    OTHER(Outcome.HINDERED);

    private final Outcome outcome;

    Kind(Outcome outcome) {
      this.outcome = outcome;
    }

    /** What such a failure means for the request. */
    Outcome outcome() {
      return outcome;
    }
  }

  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  /**
   * Why a call failed.
   *
   * @param status the HTTP status of its last answer, 0 where there was none
   */
  static PublishTrouble of(Throwable failure, int status, Settings settings) {
    if (cause(failure, AwsServiceException.class).isPresent()) {
      return refused(cause(failure, AwsServiceException.class).get(), settings);
    }
    if (cause(failure, UnknownHostException.class).isPresent()
        || cause(failure, ConnectException.class).isPresent()) {
      return unreachable(failure, settings);
    }
    if (cause(failure, SocketTimeoutException.class).isPresent()
        || cause(failure, ApiCallTimeoutException.class).isPresent()
        || cause(failure, ApiCallAttemptTimeoutException.class).isPresent()) {
      if (status >= CLIENT_ERROR) {
        return new PublishTrouble(
            Kind.SERVICE,
            "CloudWatch answered " + status + " until the time was up at " + address(settings));
      }
      return new PublishTrouble(
          Kind.SILENCE,
          "CloudWatch does not answer at "
              + address(settings)
              + ". In a private subnet it needs a VPC endpoint for 'monitoring'");
    }
    return unsent(failure, settings);
  }

  /** Before anything was sent: the SDK names these two by their messages only. */
  private static PublishTrouble unsent(Throwable failure, Settings settings) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("Unable to load region")) {
      return new PublishTrouble(
          Kind.REGION,
          "no AWS region is known. Set " + Setting.CLOUDWATCH_REGION.key() + " or AWS_REGION");
    }
    if (message.contains("Unable to load credentials")) {
      return new PublishTrouble(
          Kind.CREDENTIALS,
          "no AWS credentials were found. Give the job a role that allows"
              + " cloudwatch:PutMetricData, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    return new PublishTrouble(
        cause(failure, IOException.class).isPresent() ? Kind.NETWORK : Kind.OTHER,
        failure.getClass().getSimpleName() + " for " + address(settings) + ": " + message);
  }

  private static PublishTrouble refused(AwsServiceException refusal, Settings settings) {
    String code =
        refusal.awsErrorDetails() == null
            ? ""
            : String.valueOf(refusal.awsErrorDetails().errorCode());
    String answer = "CloudWatch answered " + refusal.statusCode() + " " + code;
    if (code.startsWith("AccessDenied")) {
      return new PublishTrouble(
          Kind.PERMISSION,
          answer
              + ": the job's role lacks the permission cloudwatch:PutMetricData for namespace "
              + settings.text(Setting.CLOUDWATCH_NAMESPACE)
              + ". Add it to the role. "
              + EmfTarget.of(settings).sentence());
    }
    String lowerCase = code.toLowerCase(Locale.ROOT);
    if (refusal.isClockSkewException() || isAboutTime(refusal.getMessage())) {
      return new PublishTrouble(
          Kind.CLOCK, answer + ": the driver's clock is wrong. Let it be set, by NTP for instance");
    }
    if (refusal.isThrottlingException()) {
      return new PublishTrouble(
          Kind.THROTTLING,
          answer
              + ": the account puts metrics faster than its quota allows. They are kept and sent"
              + " again; if that lasts, set a longer "
              + Setting.CLOUDWATCH_STEP.key()
              + " or ask AWS for a higher quota of PutMetricData");
    }
    if (lowerCase.contains("token")
        || lowerCase.contains("client")
        || lowerCase.contains("signature")) {
      return new PublishTrouble(
          Kind.CREDENTIALS,
          answer + ": the AWS credentials are wrong or have expired. Renew the job's credentials");
    }
    boolean isOurs = refusal.statusCode() >= CLIENT_ERROR && refusal.statusCode() < SERVER_ERROR;
    return new PublishTrouble(
        isOurs ? Kind.REQUEST : Kind.SERVICE,
        answer + " at " + address(settings) + ": " + refusal.getMessage());
  }

  /** As SigV4 words it, under codes that say nothing of time. */
  private static boolean isAboutTime(@Nullable String message) {
    return message != null
        && (message.contains("Signature expired") || message.contains("Signature not yet current"));
  }

  private static PublishTrouble unreachable(Throwable failure, Settings settings) {
    return new PublishTrouble(
        Kind.HOST,
        "CloudWatch cannot be reached at "
            + address(settings)
            + ": "
            + rootOf(failure)
            + ". Check "
            + Setting.CLOUDWATCH_ENDPOINT.key()
            + " and "
            + Setting.CLOUDWATCH_REGION.key()
            + ", and the network's way to it");
  }

  private static String address(Settings settings) {
    return settings
        .given(Setting.CLOUDWATCH_ENDPOINT, String.class)
        .map(endpoint -> Setting.CLOUDWATCH_ENDPOINT.key() + "=" + endpoint)
        .orElseGet(
            () ->
                settings
                    .given(Setting.CLOUDWATCH_REGION, String.class)
                    .map(region -> Setting.CLOUDWATCH_REGION.key() + "=" + region)
                    .orElse("the AWS SDK's own region"));
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
