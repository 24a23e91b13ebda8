package dev.redline.etl.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec.Login;
import java.net.URLEncoder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Credentials that Redshift makes for the role of the job and that end after 15 minutes. */
final class TemporaryCredentials {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TemporaryCredentials() {}

  /**
   * Of a provisioned cluster. With a user:
   * https://docs.aws.amazon.com/redshift/latest/APIReference/API_GetClusterCredentials.html;
   * without: GetClusterCredentialsWithIAM, which names the user after the role.
   */
  record OfCluster(Login.Cluster login, AwsCall aws) implements CredentialSource {
    private static final Pattern USER = Pattern.compile("<DbUser>([^<]+)</DbUser>");
    private static final Pattern PASSWORD = Pattern.compile("<DbPassword>([^<]+)</DbPassword>");

    @Override
    public Credentials current() {
      String action =
          login.user().isEmpty()
              ? "GetClusterCredentialsWithIAM"
              : "GetClusterCredentials&DbUser=" + URLEncoder.encode(login.user(), UTF_8);
      AwsCall.Request request =
          new AwsCall.Request(
              "redshift",
              login.region(),
              Map.of("Content-Type", "application/x-www-form-urlencoded"),
              "Version=2012-12-01&ClusterIdentifier="
                  + URLEncoder.encode(login.cluster(), UTF_8)
                  + "&Action="
                  + action);
      String what = "connection.cluster " + login.cluster();
      String answer = aws.send(request, what);
      return new Credentials(text(USER, answer, what), text(PASSWORD, answer, what));
    }

    private static String text(Pattern element, String xml, String what) {
      Matcher match = element.matcher(xml);
      if (!match.find()) {
        throw new InputError(what + ": the answer holds no credentials; check the cluster's name");
      }
      return match
          .group(1)
          .replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&quot;", "\"")
          .replace("&apos;", "'")
          .replace("&amp;", "&");
    }
  }

  /**
   * Of a Serverless workgroup:
   * https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_GetCredentials.html.
   */
  record OfWorkgroup(Login.Workgroup login, AwsCall aws) implements CredentialSource {
    @Override
    public Credentials current() {
      AwsCall.Request request =
          new AwsCall.Request(
              "redshift-serverless",
              login.region(),
              Map.of(
                  "Content-Type",
                  "application/x-amz-json-1.1",
                  "X-Amz-Target",
                  "RedshiftServerless.GetCredentials"),
              JSON.createObjectNode().put("workgroupName", login.workgroup()).toString());
      String what = "connection.workgroup " + login.workgroup();
      JsonNode answer = parsed(aws.send(request, what), what);
      return new Credentials(answer.path("dbUser").asText(), answer.path("dbPassword").asText());
    }

    /** Without the parser's message as cause: it would show the text. */
    private static JsonNode parsed(String json, String what) {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException e) {
        throw new InputError(what + ": the answer is not JSON; check the endpoint");
      }
    }
  }
}
