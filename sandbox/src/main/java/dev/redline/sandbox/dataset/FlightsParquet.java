package dev.redline.sandbox.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * Three million real flights of the US Department of Transportation as one Parquet file of 13.5 MB:
 * date, delay, distance, origin, destination. From the npm package vega-datasets 3.2.1 (BSD-3).
 */
public final class FlightsParquet {
  /** Rows of the file. */
  public static final long ROWS = 3_000_000;

  private static final String PACKAGE = "/vega-datasets/-/vega-datasets-3.2.1.tgz";
  private static final String ENTRY = "package/data/flights-3m.parquet";
  private static final String SHA_256 =
      "dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0";
  private static final int TIMEOUT_SECONDS = 300;

  private FlightsParquet() {}

  /**
   * The file, fetched where it is not there yet. The registry is npm's public one, or what the
   * environment variable NPM_CONFIG_REGISTRY names.
   *
   * @throws IOException when it cannot be fetched or is not the file it should be
   */
  public static Path fetch() throws IOException {
    Path file =
        Path.of(System.getProperty("user.home"), ".cache/redline/vega-datasets-3.2.1")
            .resolve("flights-3m.parquet");
    if (Files.exists(file) && sha256(file).equals(SHA_256)) {
      return file;
    }
    Files.createDirectories(file.getParent());
    Path partial = Files.createTempFile(file.getParent(), "flights", ".partial");
    try (InputStream archive = new GZIPInputStream(open(URI.create(registry() + PACKAGE)))) {
      TarEntry.extract(archive, ENTRY, partial);
      String found = sha256(partial);
      if (!found.equals(SHA_256)) {
        throw new IOException(
            ENTRY
                + " of "
                + registry()
                + PACKAGE
                + " has the SHA-256 "
                + found
                + ", not "
                + SHA_256);
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static String registry() {
    String registry = System.getenv("NPM_CONFIG_REGISTRY");
    return registry == null || registry.isBlank()
        ? "https://registry.npmjs.org"
        : registry.replaceAll("/+$", "");
  }

  private static InputStream open(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(TIMEOUT_SECONDS)).build();
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        throw new IOException(address + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while fetching " + address, e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
