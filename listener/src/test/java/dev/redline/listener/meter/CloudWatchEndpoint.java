package dev.redline.listener.meter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

/** An HTTP endpoint on the loopback that speaks CloudWatch's protocol (Smithy RPC v2 CBOR). */
final class CloudWatchEndpoint implements AutoCloseable {
  private static final ObjectMapper CBOR = new CBORMapper();

  /** What a datum says, as far as the catalog settles it, and its value. */
  record Datum(
      String namespace, String name, Map<String, String> dimensions, String unit, double value) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Datum> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile String refusal = "";
  private volatile boolean hangs;

  CloudWatchEndpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Datum> received() {
    return List.copyOf(received);
  }

  int requests() {
    return requests.get();
  }

  /** Requests whose data, if they were taken, is among {@link #received}. */
  int answered() {
    return answered.get();
  }

  /** From now on answers 403 with this error code. */
  void refuse(String errorCode) {
    refusal = errorCode;
  }

  /** From now on takes requests and never answers. */
  void hang() {
    hangs = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    if (hangs) {
      await();
    }
    try (exchange) {
      JsonNode request = body(exchange);
      exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
      exchange.getResponseHeaders().add("Content-Type", "application/cbor");
      if (refusal.isEmpty()) {
        received.addAll(data(request));
      }
      Map<String, String> answer =
          refusal.isEmpty()
              ? Map.of()
              : Map.of("__type", refusal, "message", "refused by the test");
      answered.incrementAndGet();
      byte[] bytes = CBOR.writeValueAsBytes(answer);
      exchange.sendResponseHeaders(refusal.isEmpty() ? 200 : 403, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body = exchange.getRequestBody();
        InputStream plain = zipped ? new GZIPInputStream(body) : body) {
      return CBOR.readTree(plain);
    }
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
              datum.path("Value").asDouble()));
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
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
