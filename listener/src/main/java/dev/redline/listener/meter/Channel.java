package dev.redline.listener.meter;

import java.time.Duration;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/** The way to CloudWatch. Blocks, never throws, and tells of its own troubles. */
interface Channel extends AutoCloseable {

  /** What became of a request. */
  enum Outcome {
    ACCEPTED,
    /** It may be taken soon: the network, throttling, CloudWatch's own errors. */
    FAILED,
    /** It may be taken once somebody mends something: credentials, the region, the address. */
    HINDERED,
    /** The permission to put metrics is missing. */
    DENIED,
    /** It will never be taken as it is. */
    REFUSED
  }

  /**
   * Sends a request.
   *
   * @param atMost the longest time to wait, attempts and pauses between them together
   */
  Outcome send(PutMetricDataRequest request, Duration atMost);

  @Override
  void close();
}
