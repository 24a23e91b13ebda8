package dev.redline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatalogDocsTest {

  @Test
  void committedPagesAreFresh() throws Exception {
    GeneratedFile.assertFresh("docs/metrics.md", CatalogDocs.metrics());
    GeneratedFile.assertFresh("docs/configuration.md", CatalogDocs.configuration());
  }

  @Test
  void listEveryMetricGuardrailAndSetting() {
    for (Metric metric : Metric.values()) {
      assertThat(CatalogDocs.metrics()).contains("| `" + metric.cloudWatchName() + "` |");
    }
    for (Guardrail guardrail : Guardrail.values()) {
      assertThat(CatalogDocs.metrics()).contains("| `" + guardrail.id() + "` |");
    }
    for (Setting setting : Setting.values()) {
      assertThat(CatalogDocs.configuration()).contains("| `" + setting.key() + "` |");
    }
  }

  @Test
  void writeLimitsInTheUnitOfTheirMetric() {
    assertThat(CatalogDocs.metrics())
        .contains("| above 10 GiB |", "| above 80 % |", "| below 20 % |", "| at least 1 |");
  }
}
