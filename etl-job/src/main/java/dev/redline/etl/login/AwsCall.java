package dev.redline.etl.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.redline.etl.InputError;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * One signed request to an AWS service, with the credentials and the region that the SDK finds
 * where the job runs. The services' own clients would make the jar larger by ten times what they
 * are used for: one request at the start of a connection.
 */
final class AwsCall {
  private static final String ENDPOINT = "AWS_ENDPOINT_URL";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES = 3;
  private static final int OK = 200;
  private static final int FAULT_OF_THE_SERVICE = 500;
  private static final int TOO_MANY = 429;
  private static final int SHOWN = 300;

  private final Map<String, String> environment;

  AwsCall(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What is asked of which service; {@code region} empty: that of the job. */
  record Request(String service, String region, Map<String, String> headers, String body) {}

  /** An answer that is no success, with the service's words, which hold no secret. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean isPassing;

    Refused(String message, boolean isPassing) {
      super(message);
      this.isPassing = isPassing;
    }
  }

  /**
   * Sends a request, up to three times where the trouble may pass.
   *
   * @param what for the message, such as the name of a secret
   * @return the body of the answer
   * @throws InputError when AWS refuses or cannot be reached
   */
  String send(Request request, String what) {
    for (int tried = 1; ; tried++) {
      try {
        return sendOnce(request);
      } catch (IOException | SdkException e) {
        boolean isFinal = e instanceof Refused refused && !refused.isPassing;
        if (isFinal || e instanceof SdkException || tried == TRIES) {
          throw new InputError(
              what
                  + " could not be had from "
                  + request.service()
                  + ": "
                  + e.getMessage()
                  + "; check its name, the region, and that the job's role may ask for it",
              e);
        }
      }
    }
  }

  private String sendOnce(Request request) throws IOException {
    Region region = region(request);
    SdkHttpRequest.Builder http =
        SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(endpoint(request, region));
    request.headers().forEach(http::putHeader);
    SignedRequest signed = signed(http.build(), request, region);
    try (SdkHttpClient client =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(PATIENCE)
            .socketTimeout(PATIENCE)
            .build()) {
      HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(signed.request());
      signed.payload().ifPresent(execute::contentStreamProvider);
      return answer(client.prepareRequest(execute.build()).call());
    }
  }

  private static SignedRequest signed(SdkHttpRequest http, Request request, Region region) {
    AwsCredentials credentials;
    try (DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build()) {
      credentials = provider.resolveCredentials();
    }
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.identity(credentials)
                    .request(http)
                    .payload(ContentStreamProvider.fromUtf8String(request.body()))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, request.service())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
  }

  private static String answer(HttpExecuteResponse response) throws IOException {
    String body =
        response.responseBody().isEmpty()
            ? ""
            : new String(response.responseBody().get().readAllBytes(), UTF_8);
    int status = response.httpResponse().statusCode();
    if (status == OK) {
      return body;
    }
    throw new Refused(
        "HTTP " + status + " " + body.substring(0, Math.min(SHOWN, body.length())),
        status >= FAULT_OF_THE_SERVICE || status == TOO_MANY);
  }

  private static Region region(Request request) {
    return request.region().isEmpty()
        ? new DefaultAwsRegionProviderChain().getRegion()
        : Region.of(request.region());
  }

  private URI endpoint(Request request, Region region) {
    String given = environment.get(ENDPOINT);
    return URI.create(
        given != null
            ? given
            : "https://"
                + request.service()
                + "."
                + region.id()
                + "."
                + region.metadata().partition().dnsSuffix());
  }
}
