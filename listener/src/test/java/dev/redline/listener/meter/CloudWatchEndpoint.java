package dev.redline.listener.meter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/**
 * An HTTP endpoint on the loopback that speaks CloudWatch's protocol (Smithy RPC v2 CBOR) and
 * misbehaves as told. On bare sockets, since an HTTP server would not break a connection.
 */
final class CloudWatchEndpoint implements AutoCloseable {
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final int LARGEST_BODY_BYTES = 1_000_000;
  private static final int MOST_VALUES = 1_000;

  /** What a datum says. */
  record Datum(
      String namespace,
      String name,
      Map<String, String> dimensions,
      String unit,
      double value,
      Instant at) {}

  /** How a request is answered. */
  interface Answer {
    void give(Socket connection, JsonNode request) throws IOException;
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Datum> received = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger misbehaving = new AtomicInteger();
  private volatile Answer misbehaviour = this::accept;
  private volatile Duration clock = Duration.ZERO;

  CloudWatchEndpoint() throws IOException {
    threads.execute(this::listen);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  List<Datum> received() {
    return List.copyOf(received);
  }

  /** Limits of CloudWatch's that requests broke. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  int requests() {
    return requests.get();
  }

  /** From now on answers 403 with this error code. */
  void refuse(String errorCode) {
    misbehave(error(403, errorCode));
  }

  /** From now on takes requests and never answers. */
  void hang() {
    misbehave((connection, request) -> await());
  }

  /** From now on answers every request so. */
  void misbehave(Answer answer) {
    misbehave(Integer.MAX_VALUE, answer);
  }

  /** Answers so many requests so, and then as CloudWatch does. */
  void misbehave(int times, Answer answer) {
    misbehaviour = answer;
    misbehaving.set(times);
  }

  /** From now on answers as CloudWatch does. */
  void behave() {
    misbehaving.set(0);
  }

  /** From now on lives in another time. */
  void clock(Duration offset) {
    clock = offset;
  }

  Answer error(int status, String code) {
    return (connection, request) ->
        answer(connection, status, Map.of("__type", code, "message", "refused by the test"));
  }

  /** Breaks the connection. */
  static Answer reset() {
    return (connection, request) -> connection.setSoLinger(true, 0);
  }

  /** Begins an answer and breaks off in the middle of its first line. */
  Answer halfAnswer() {
    return (connection, request) ->
        connection
            .getOutputStream()
            .write(head(200, 0).substring(0, 7).getBytes(StandardCharsets.US_ASCII));
  }

  /** As CloudWatch does with values of more than two hours ahead of its time. */
  void accept(Socket connection, JsonNode request) throws IOException {
    List<Datum> data = data(request);
    Instant latest = Instant.now().plus(clock).plus(Duration.ofHours(2));
    if (data.stream().anyMatch(datum -> datum.at().isAfter(latest))) {
      answer(
          connection, 400, Map.of("__type", "InvalidParameterValueException", "message", "time"));
      return;
    }
    received.addAll(data);
    answer(connection, 200, Map.of());
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (Socket connection = accepted) {
      JsonNode request = read(connection);
      requests.incrementAndGet();
      if (misbehaving.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
        misbehaviour.give(connection, request);
      } else {
        accept(connection, request);
      }
    } catch (IOException e) {
      // The client gave up.
    }
  }

  private JsonNode read(Socket connection) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    Map<String, String> headers = headers(in);
    byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
    in.readFully(body);
    boolean zipped = "gzip".equals(headers.get("content-encoding"));
    InputStream raw = new ByteArrayInputStream(body);
    byte[] plain = (zipped ? new GZIPInputStream(raw) : raw).readAllBytes();
    JsonNode request = CBOR.readTree(plain);
    if (plain.length > LARGEST_BODY_BYTES) {
      violations.add(plain.length + " bytes in a request");
    }
    if (request.path("MetricData").size() > MOST_VALUES) {
      violations.add(request.path("MetricData").size() + " values in a request");
    }
    return request;
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("no request");
      }
      head.append((char) read);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : head.toString().split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private void answer(Socket connection, int status, Map<String, String> body) throws IOException {
    byte[] bytes = CBOR.writeValueAsBytes(body);
    connection
        .getOutputStream()
        .write(head(status, bytes.length).getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().write(bytes);
    connection.getOutputStream().flush();
  }

  private String head(int status, int length) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).plus(clock);
    return "HTTP/1.1 %d %s\r\nDate: %s\r\nsmithy-protocol: rpc-v2-cbor\r\n"
            .formatted(
                status,
                status == 200 ? "OK" : "Error",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(now))
        + "Content-Type: application/cbor\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(length);
  }

  private static List<Datum> data(JsonNode request) {
    List<Datum> data = new ArrayList<>();
    for (JsonNode datum : request.path("MetricData")) {
      Map<String, String> dimensions = new TreeMap<>();
      datum
          .path("Dimensions")
          .forEach(d -> dimensions.put(d.path("Name").asText(), d.path("Value").asText()));
      data.add(
          new Datum(
              request.path("Namespace").asText(),
              datum.path("MetricName").asText(),
              dimensions,
              datum.path("Unit").asText(),
              datum.path("Value").asDouble(),
              Instant.ofEpochMilli(Math.round(1_000 * datum.path("Timestamp").asDouble()))));
    }
    return data;
  }

  private void await() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    released.countDown();
    server.close();
    threads.shutdownNow();
  }
}
