package dev.redline.listener.meter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

class EmfLinesTest {
  private static final Instant AT = Instant.ofEpochMilli(1_795_557_896_246L);

  private static MetricDatum datum(String name, double value, Instant at, String job) {
    return MetricDatum.builder()
        .metricName(name)
        .value(value)
        .unit(StandardUnit.BYTES)
        .timestamp(at)
        .storageResolution(60)
        .dimensions(Dimension.builder().name("JobName").value(job).build())
        .build();
  }

  @Test
  void aLineSaysWhatTheValuesAreByTheSpecification() throws Exception {
    List<String> lines =
        EmfLines.of(
            "Redline", List.of(datum("a.count", 7, AT, "x"), datum("b.value", 0.5, AT, "x")));

    assertThat(lines).hasSize(1).first().asString().doesNotContain("\n");
    JsonNode line = new ObjectMapper().readTree(lines.get(0));
    assertThat(line.at("/_aws/Timestamp").asLong()).isEqualTo(AT.toEpochMilli());
    JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
    assertThat(directive.path("Namespace").asText()).isEqualTo("Redline");
    assertThat(directive.at("/Dimensions/0/0").asText()).isEqualTo("JobName");
    assertThat(directive.at("/Metrics/0/Name").asText()).isEqualTo("a.count");
    assertThat(directive.at("/Metrics/0/Unit").asText()).isEqualTo("Bytes");
    assertThat(directive.at("/Metrics/1/StorageResolution").asInt()).isEqualTo(60);
    assertThat(line.path("JobName").asText()).isEqualTo("x");
    assertThat(line.path("a.count").asDouble()).isEqualTo(7);
    assertThat(line.path("b.value").asDouble()).isEqualTo(0.5);
  }

  @Test
  void otherTimesAndDimensionsAreOtherLines() {
    assertThat(
            EmfLines.of(
                "Redline",
                List.of(
                    datum("a", 1, AT, "x"),
                    datum("a", 1, AT.plusSeconds(60), "x"),
                    datum("a", 1, AT, "y"),
                    datum("b", 1, AT, "x"))))
        .hasSize(3);
  }

  @Test
  void aLineHoldsNoMoreThanAHundredMetrics() throws Exception {
    List<MetricDatum> data = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      data.add(datum("m" + i, i, AT, "x"));
    }
    List<String> lines = EmfLines.of("Redline", data);

    assertThat(lines).hasSize(3);
    int metrics = 0;
    for (String line : lines) {
      int here = new ObjectMapper().readTree(line).at("/_aws/CloudWatchMetrics/0/Metrics").size();
      assertThat(here).isLessThanOrEqualTo(100);
      metrics += here;
    }
    assertThat(metrics).isEqualTo(250);
  }

  @Test
  void namesWithQuotesStayText() throws Exception {
    String line = EmfLines.of("Redline", List.of(datum("a", 1, AT, "the \"best\" \\ job"))).get(0);

    assertThat(new ObjectMapper().readTree(line).path("JobName").asText())
        .isEqualTo("the \"best\" \\ job");
  }
}
