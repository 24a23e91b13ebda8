package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer|INTEGER|int|0",
        "double  precision|DOUBLE PRECISION|double|0",
        "varchar( 6 )|VARCHAR(6)|string|6",
        "Decimal (10 , 2)|DECIMAL(10,2)|decimal(10,2)|0",
        "TIMESTAMP|TIMESTAMP|timestamp|0",
        "super|SUPER|string|65535",
      })
  void readsATypeInAnyCaseAndSpacing(String text, String ddl, String spark, int maxBytes) {
    assertThat(RedshiftType.parse(text)).contains(new RedshiftType(ddl, spark, maxBytes));
  }

  @Test
  void stagesJsonAsText() {
    assertThat(RedshiftType.parse("SUPER").orElseThrow().stagedDdl()).isEqualTo("VARCHAR(65535)");
    assertThat(RedshiftType.parse("BIGINT").orElseThrow().stagedDdl()).isEqualTo("BIGINT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VARCHAR",
        "VARCHAR(0)",
        "VARCHAR(65536)",
        "DECIMAL(39,0)",
        "DECIMAL(4,5)",
        "SUPER(4)",
        "INTEGER); DROP TABLE x; --"
      })
  void refusesATypeTheJobCannotLoad(String text) {
    assertThat(RedshiftType.parse(text)).isEmpty();
  }
}
