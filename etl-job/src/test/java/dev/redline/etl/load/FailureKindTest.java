package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          40001 | could not serialize access due to concurrent update | CONFLICT
          40P01 | deadlock detected                                   | CONFLICT
          XX000 | ERROR: 1023\\n  Detail: Serializable isolation violation on table - 100092 | CONFLICT
          XX000 | could not complete because of conflict with concurrent transaction | CONFLICT
          08006 | An I/O error occurred while sending to the backend  | CONNECTION
          08001 | Connection refused                                  | CONNECTION
          57P01 | terminating connection due to administrator command | CONNECTION
          XX000 | Spectrum Scan Error: the length of the data column c is 1023 | FINAL
          XX000 | Value too long for type character varying(1023)     | FINAL
          42501 | permission denied for relation parts                | FINAL
          28P01 | password authentication failed                      | FINAL
          57014 | canceling statement due to user request             | FINAL
          """)
  void saysWhetherAnotherTryIsWorthIt(String state, String message, FailureKind kind) {
    SQLException failure = new SQLException(message.replace("\\n", "\n"), state);

    assertThat(FailureKind.of(failure)).isEqualTo(kind);
    assertThat(kind.isWorthAnotherTry()).isEqualTo(kind != FailureKind.FINAL);
  }

  @Test
  void knowsALostConnectionByItsCause() {
    SQLException failure = new SQLException("broken", new SocketException("Connection reset"));

    assertThat(FailureKind.of(failure)).isEqualTo(FailureKind.CONNECTION);
    assertThat(FailureKind.of(new SQLException())).isEqualTo(FailureKind.FINAL);
  }
}
