package dev.redline.alarms.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.redline.alarms.MissingData;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * The simulator against LocalStack's scheduler, on alarms and data made up by chance.
 *
 * <p>Left out is where the two are known to differ, and CloudWatch's documentation is on the
 * simulator's side: LocalStack counts every data point of the range where there are more than the
 * evaluation periods, and takes a bad data point for premature only if it is exactly M old.
 */
@ExtendWith(LocalStackExtension.class)
class SchedulerIT {
  private static final long SEED = 20_261_124;
  private static final int CASES = 24;
  private static final int PERIOD_SECONDS = 300;
  private static final String LAST = "last";

  private final CloudWatchClient cloudWatch;

  /** An alarm and the data it finds, oldest first: X is bad, 0 is good, - is missing. */
  record Case(String name, String range, int datapoints, int periods, MissingData missing) {
    State expected() {
      List<Boolean> breaching = new ArrayList<>();
      for (char period : range.toCharArray()) {
        breaching.add(period == '-' ? null : Boolean.valueOf(period == 'X'));
      }
      return Evaluation.state(breaching, datapoints, periods, missing, State.INSUFFICIENT_DATA);
    }

    boolean isComparable() {
      String known = range.replace("-", "");
      boolean isFew = !known.isEmpty() && !known.contains("0") && known.length() < datapoints;
      boolean isFilled = missing == MissingData.BREACHING || missing == MissingData.NOT_BREACHING;
      return known.length() <= periods && (isFilled || !isFew);
    }
  }

  SchedulerIT(LocalStack localStack) {
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(LocalStack.ACCESS_KEY, LocalStack.ACCESS_KEY);
    cloudWatch =
        CloudWatchClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .endpointOverride(localStack.endpoint())
            .region(Region.of(LocalStack.REGION))
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build();
  }

  @Test
  void agreesWithLocalStacksScheduler() {
    List<Case> cases = cases();
    Instant now = Instant.now();
    cases.forEach(one -> publish(one, now));
    cases.forEach(this::create);
    // The scheduler looks at alarms in the order in which they were made.
    await().atMost(Duration.ofMinutes(3)).until(() -> state(LAST) == State.ALARM);

    assertThat(cases)
        .allSatisfy(one -> assertThat(state(one.name())).as("%s", one).isEqualTo(one.expected()));
    System.out.printf("LocalStack's scheduler agrees on %d alarms, seed %d%n", cases.size(), SEED);
  }

  private static List<Case> cases() {
    Random random = new Random(SEED);
    List<Case> cases = new ArrayList<>();
    while (cases.size() < CASES) {
      int periods = 1 + random.nextInt(4);
      StringBuilder range = new StringBuilder();
      for (int i = Evaluation.range(periods); i > 0; i--) {
        range.append("X0--".charAt(random.nextInt(4)));
      }
      MissingData missing = MissingData.values()[random.nextInt(4)];
      Case one =
          new Case(
              "case-" + cases.size(),
              range.toString(),
              1 + random.nextInt(periods),
              periods,
              missing);
      if (one.isComparable()) {
        cases.add(one);
      }
    }
    cases.add(new Case(LAST, "XXX", 1, 1, MissingData.MISSING));
    return cases;
  }

  private void publish(Case one, Instant now) {
    List<MetricDatum> data = new ArrayList<>();
    int length = one.range().length();
    for (int i = 0; i < length; i++) {
      char period = one.range().charAt(i);
      if (period != '-') {
        // In the middle of its period, so that a slow machine does not move it into the next.
        long agoSeconds = (length - i) * (long) PERIOD_SECONDS - PERIOD_SECONDS / 2;
        data.add(
            MetricDatum.builder()
                .metricName(one.name())
                .timestamp(now.minusSeconds(agoSeconds))
                .value(period == 'X' ? 10.0 : 1.0)
                .build());
      }
    }
    if (!data.isEmpty()) {
      cloudWatch.putMetricData(r -> r.namespace("Scheduler").metricData(data));
    }
  }

  private void create(Case one) {
    cloudWatch.putMetricAlarm(
        alarm ->
            alarm
                .alarmName(one.name())
                .namespace("Scheduler")
                .metricName(one.name())
                .statistic("Maximum")
                .period(PERIOD_SECONDS)
                .evaluationPeriods(one.periods())
                .datapointsToAlarm(one.datapoints())
                .comparisonOperator("GreaterThanThreshold")
                .threshold(5.0)
                .treatMissingData(one.missing().cloudWatchName()));
  }

  private State state(String alarm) {
    return State.valueOf(
        cloudWatch
            .describeAlarms(r -> r.alarmNames(alarm))
            .metricAlarms()
            .get(0)
            .stateValueAsString());
  }
}
