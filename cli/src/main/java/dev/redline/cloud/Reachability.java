package dev.redline.cloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Whether CloudWatch answers at all, and whether its clock agrees with ours. */
final class Reachability {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** AWS refuses requests that were signed five minutes off; a minute is reason to look. */
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  private Reachability() {}

  static List<Check> checks(URI endpoint) throws InterruptedException {
    List<Check> checks = new ArrayList<>();
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
      HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(LIMIT).build();
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      checks.add(Check.ok("endpoint", endpoint + " answers"));
      checks.add(clock(answer.headers().firstValue("Date").orElse(""), Instant.now()));
    } catch (IOException | IllegalArgumentException e) {
      checks.add(
          Check.fail(
              "endpoint",
              "%s cannot be reached (%s): check --endpoint, --region and the network's way to it"
                  .formatted(endpoint, reason(e))));
      checks.add(Check.skip("clock", "needs an endpoint that answers"));
    }
    return checks;
  }

  static Check clock(String date, Instant now) {
    try {
      Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration skew = Duration.between(theirs, now);
      if (skew.abs().compareTo(TOLERATED) <= 0) {
        return Check.ok("clock", "within a minute of AWS's");
      }
      return Check.fail(
          "clock",
          "this machine's clock is %d s %s AWS's, which refuses requests signed 300 s off: start NTP"
              .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of"));
    } catch (DateTimeException e) {
      return Check.warn("clock", "the endpoint does not say its time, so it was not compared");
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }
}
