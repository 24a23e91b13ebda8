package dev.redline.etl.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec.Login;
import java.util.Map;

/**
 * User and password from a secret of AWS Secrets Manager, in the form that the console and rotation
 * give a database secret: a JSON object with {@code username} and {@code password}
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html).
 */
record SecretsManager(Login.Secret login, AwsCall aws) implements CredentialSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REGION_OF_ARN = 3;

  @Override
  public Credentials current() {
    AwsCall.Request request =
        new AwsCall.Request(
            "secretsmanager",
            region(),
            Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "secretsmanager.GetSecretValue"),
            JSON.createObjectNode().put("SecretId", login.id()).toString());
    JsonNode secret = parsed(parsed(aws.send(request, what())).path("SecretString").asText());
    String user = secret.path("username").asText();
    String password = secret.path("password").asText();
    if (user.isEmpty() || password.isEmpty()) {
      throw new InputError(
          what() + " must be a JSON object with the fields username and password: store it so");
    }
    return new Credentials(user, password);
  }

  private String region() {
    String[] arn = login.id().split(":", -1);
    return login.region().isEmpty() && arn.length > REGION_OF_ARN
        ? arn[REGION_OF_ARN]
        : login.region();
  }

  /** Without the parser's message as cause: it would show the text. */
  private JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InputError(what() + " is not JSON: store an object with username and password");
    }
  }

  private String what() {
    return "connection.secret " + login.id();
  }
}
