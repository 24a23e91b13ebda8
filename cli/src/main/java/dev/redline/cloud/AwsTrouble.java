package dev.redline.cloud;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What keeps AWS from answering, in one line that says what to do. */
final class AwsTrouble {
  private static final String GIVE =
      "run aws configure, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run this where a role"
          + " is attached";

  private AwsTrouble() {}

  /** Why credentials do not do. */
  static String ofCredentials(SdkException e) {
    if (isMissing(e)) {
      return "none were found: " + GIVE;
    }
    return e instanceof AwsServiceException
        ? "AWS does not accept them (%s): %s".formatted(of(e), GIVE)
        : "could not be tried (%s)".formatted(of(e));
  }

  /** The SDK names all the places where it looked, in a line as long as a page. */
  private static boolean isMissing(SdkException e) {
    return message(e).contains("Unable to load credentials");
  }

  /** Why a call failed. */
  static String of(SdkException e) {
    if (isMissing(e)) {
      return "no AWS credentials were found: " + GIVE;
    }
    return e instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
        ? refusal.awsErrorDetails().errorCode() + ", " + refusal.awsErrorDetails().errorMessage()
        : message(e).lines().findFirst().orElse("");
  }

  private static String message(SdkException e) {
    return String.valueOf(e.getMessage());
  }
}
