package dev.redline.listener.meter;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Credentials and nothing else of AWS, for each test: no profile of the person who runs the tests
 * and no question to the network about a role.
 */
final class AwsProperties implements BeforeEachCallback, AfterEachCallback {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "aws.accessKeyId", "test",
          "aws.secretAccessKey", "test",
          "aws.disableEc2Metadata", "true",
          "aws.configFile", "/nonexistent",
          "aws.sharedCredentialsFile", "/nonexistent");

  private final Map<String, String> before = new TreeMap<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    PROPERTIES.forEach(
        (key, value) -> {
          String old = System.setProperty(key, value);
          if (old != null) {
            before.put(key, old);
          }
        });
  }

  static void forgetCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    PROPERTIES.keySet().forEach(System::clearProperty);
    before.forEach(System::setProperty);
    before.clear();
  }
}
