package dev.redline.cloud;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** Which AWS to speak to: the account of the SDK's own credentials, or another endpoint. */
final class Access {
  private static final int ATTEMPTS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The AWS region of the stack; by default the one the AWS SDK finds.")
  private @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Another address of AWS, such as http://127.0.0.1:4566 for LocalStack.")
  private @Nullable URI endpoint;

  /** The region; empty where nobody named one. */
  Optional<Region> region() {
    if (region != null && !region.isBlank()) {
      return Optional.of(Region.of(region));
    }
    try {
      return Optional.of(new DefaultAwsRegionProviderChain().getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  /** The other address, where one was given. */
  Optional<URI> endpoint() {
    return Optional.ofNullable(endpoint);
  }

  /** Where CloudWatch is. */
  URI cloudWatch() {
    return endpoint == null
        ? URI.create(
            "https://monitoring." + region().map(Region::id).orElse("us-east-1") + ".amazonaws.com")
        : endpoint;
  }

  /** A client of one service. */
  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    builder
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
        .region(region().orElse(Region.US_EAST_1))
        .overrideConfiguration(
            o ->
                o.retryStrategy(
                    DefaultRetryStrategy.standardStrategyBuilder().maxAttempts(ATTEMPTS).build()));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }
}
