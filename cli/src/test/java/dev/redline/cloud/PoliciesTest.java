package dev.redline.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final List<String> KEY = List.of("kms:Decrypt", "kms:GenerateDataKey");

  private static String statement(String service, String actions, String rest) {
    return """
    {"Effect": "Allow", "Principal": {"Service": "%s"}, "Action": %s, "Resource": "*"%s}\
    """
        .formatted(service, actions, rest);
  }

  private static String policy(String... statements) {
    return "{\"Statement\": [" + String.join(",", statements) + "]}";
  }

  private static final String USE = "[\"kms:Decrypt\", \"kms:GenerateDataKey*\"]";
  private static final String CONDITION =
      ", \"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"1\"}}";

  @Test
  void findsNothingWhereBothMayUseTheKey() {
    String both =
        policy(
            statement("cloudwatch.amazonaws.com", USE, CONDITION),
            statement("events.amazonaws.com", USE, ""));
    assertThat(Policies.problems(both, KEY)).isEmpty();
    assertThat(Policies.problems(policy(statement("*", "\"kms:*\"", "")), KEY)).isNotEmpty();
  }

  @Test
  void namesTheServiceAndTheActionThatIsMissing() {
    String one = policy(statement("cloudwatch.amazonaws.com", "\"kms:Decrypt\"", ""));
    assertThat(Policies.problems(one, KEY))
        .containsExactly(
            "cloudwatch.amazonaws.com may not kms:GenerateDataKey",
            "events.amazonaws.com may not kms:Decrypt",
            "events.amazonaws.com may not kms:GenerateDataKey");
    assertThat(Policies.problems("none", KEY)).containsExactly("the policy is no JSON");
  }

  @Test
  void knowsThatEventBridgeMeetsNoCondition() {
    String both =
        policy(
            statement("cloudwatch.amazonaws.com", USE, ""),
            statement("events.amazonaws.com", USE, CONDITION));
    assertThat(Policies.problems(both, KEY))
        .hasSize(2)
        .allMatch(problem -> problem.contains("dropped in silence"));
  }

  @Test
  void comparesClocks() {
    Instant now = Instant.parse("2026-11-24T12:00:00Z");
    assertThat(Reachability.clock("Tue, 24 Nov 2026 12:00:30 GMT", now).result())
        .isEqualTo(Check.Result.OK);
    Check ahead = Reachability.clock("Tue, 24 Nov 2026 11:50:00 GMT", now);
    assertThat(ahead.result()).isEqualTo(Check.Result.FAIL);
    assertThat(ahead.said()).contains("600 s ahead");
    assertThat(Reachability.clock("", now).result()).isEqualTo(Check.Result.WARN);
  }
}
