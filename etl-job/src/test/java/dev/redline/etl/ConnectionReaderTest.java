package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.JobSpec.Login;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionReaderTest {
  private static final String PASSWORD =
      "\"user\": \"loader\",\n    \"passwordEnv\": \"REDSHIFT_PASSWORD\"";

  @TempDir Path folder;

  @Test
  void readsEveryWayToLogIn() {
    assertThat(login(PASSWORD)).isEqualTo(new Login.Password("loader", "REDSHIFT_PASSWORD"));
    assertThat(login("\"secret\": \"prod/etl\", \"region\": \"eu-west-1\""))
        .isEqualTo(new Login.Secret("prod/etl", "eu-west-1"));
    assertThat(login("\"cluster\": \"dwh\", \"user\": \"loader\""))
        .isEqualTo(new Login.Cluster("dwh", "loader", ""));
    assertThat(login("\"workgroup\": \"wg\"")).isEqualTo(new Login.Workgroup("wg", ""));
  }

  @Test
  void refusesTwoWaysAtOnceAndNamesThatAreNone() {
    assertThatThrownBy(() -> login("\"secret\": \"a\", \"workgroup\": \"b\""))
        .hasMessageContaining("connection.workgroup is given beside secret");
    assertThatThrownBy(() -> login("\"secret\": \"a b\""))
        .hasMessageContaining("connection.secret is '...'");
    assertThatThrownBy(() -> login("\"secret\": \"a\", \"region\": \"here\""))
        .hasMessageContaining("write a region such as eu-west-1");
    assertThatThrownBy(() -> login("\"region\": \"eu-west-1\""))
        .hasMessageContaining("connection.user is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?password=hunter2",
        "?PWD=hunter2",
        ";SSL=true;Password=hunter2",
        "?user=x&clientSecret=hunter2",
        "?AccessKeyID=hunter2"
      })
  void refusesSecretsInTheAddressWithoutRepeatingThem(String query) {
    assertThatThrownBy(() -> url("jdbc:redshift://dwh.example.com:5439/dev" + query))
        .hasMessageContaining("connection.url")
        .hasMessageContaining("passwordEnv")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void hidesWhatSomebodyPutBeforeTheHost() {
    assertThatThrownBy(() -> url("jdbc:redshift://hunter2@dwh.example.com:5439/dev"))
        .hasMessageContaining("connection.url is 'jdbc:redshift://...@dwh.example.com:5439/dev'")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> url("jdbc:redshift://loader:hunter2@dwh.example.com:5439/dev"))
        .hasMessageContaining("jdbc:redshift://...@dwh.example.com")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "dwh.example.com, ?ssl=false, false",
    "dwh.example.com, ?ssl=0, false",
    "dwh.example.com, ?sslmode=require, false",
    "dwh.example.com, ?SSLMode=prefer, false",
    "dwh.example.com, ?sslfactory=com.amazon.redshift.ssl.NonValidatingFactory, false",
    "dwh.example.com, ?sslmode=verify-ca, true",
    "dwh.example.com, ?ssl=true, true",
    "dwh.example.com, ?tcpKeepAlive=true, true",
    "127.0.0.1, ?ssl=false, true",
    "localhost, ?ssl=false, true",
  })
  void insistsOnTlsBeyondThisMachine(String host, String query, boolean isFine) {
    String url = "jdbc:redshift://" + host + ":5439/dev" + query;
    if (isFine) {
      assertThat(url(url).connection().url()).isEqualTo(url);
    } else {
      assertThatThrownBy(() -> url(url)).hasMessageContaining("the connection is encrypted");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h:5439/dev",
        "jdbc:redshift:iam://h:5439/dev",
        "jdbc:redshift://h:5439",
        "jdbc:redshift:///dev"
      })
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> url(url))
        .hasMessageContaining("write jdbc:redshift://host:port/database");
  }

  private JobSpec url(String url) {
    return SampleSpec.of(
        folder, SampleSpec.parts("in", "work").replace("jdbc:redshift://localhost:5439/dev", url));
  }

  private Login login(String fields) {
    String json = SampleSpec.parts("in", "work");
    assertThat(json.replaceAll("\\s+", " ")).contains(PASSWORD.replaceAll("\\s+", " "));
    return SampleSpec.of(
            folder,
            json.replaceAll(
                "\"user\": \"loader\",\\s+\"passwordEnv\": \"REDSHIFT_PASSWORD\"", fields))
        .connection()
        .login();
  }
}
