package dev.redline.alarms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A paging service as far as SNS knows one: an https address that confirms and takes messages. */
final class Endpoint implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final HttpsServer server;
  private final List<JsonNode> confirmations = new CopyOnWriteArrayList<>();
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();

  private Endpoint(HttpsServer server) {
    this.server = server;
  }

  /** Starts one, with a certificate of its own making. */
  static Endpoint start(Path folder) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(folder.resolve("endpoint.p12"))));
    Endpoint endpoint = new Endpoint(server);
    server.createContext("/integration/KEY", endpoint::take);
    server.start();
    return endpoint;
  }

  private static SSLContext tls(Path file)
      throws IOException, GeneralSecurityException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool ended with " + keytool.exitValue());
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      String type = exchange.getRequestHeaders().getFirst("x-amz-sns-message-type");
      ("SubscriptionConfirmation".equals(type) ? confirmations : messages).add(body);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  String address() {
    return "https://localhost:" + server.getAddress().getPort() + "/integration/KEY";
  }

  /** Where SNS wants to be told that the address is meant. */
  List<URI> confirmations() {
    return confirmations.stream()
        .map(body -> URI.create(body.path("SubscribeURL").asText()))
        .toList();
  }

  /** What alarms said, in order. */
  List<JsonNode> messages() throws IOException {
    List<JsonNode> alarms = new java.util.ArrayList<>();
    for (JsonNode message : messages) {
      alarms.add(JSON.readTree(message.path("Message").asText()));
    }
    return alarms;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
