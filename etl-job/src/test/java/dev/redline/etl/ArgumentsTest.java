package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @Test
  void readsSpecParamsAndResult() {
    Arguments arguments =
        Arguments.parse(
            List.of("--spec", "a.json", "--param", "x=1=2", "--param", "y=", "--result", "r.json"));

    assertThat(arguments.spec()).isEqualTo(Path.of("a.json"));
    assertThat(arguments.params()).isEqualTo(Map.of("x", "1=2", "y", ""));
    assertThat(arguments.result()).contains(Path.of("r.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "--spek a.json, unknown argument '--spek'",
    "--spec, --spec needs a value",
    "--param x=1, --spec is missing",
    "--spec a --param x, 'x'",
    "--spec a --param x=1 --param x=2, given twice",
  })
  void refusesAWrongCommandLine(String line, String message) {
    assertThatThrownBy(() -> Arguments.parse(List.of(line.split(" "))))
        .isInstanceOf(InputError.class)
        .hasMessageContaining(message);
  }
}
