package dev.redline.sandbox.redshift;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the local file behind an address: {@code file:///path} itself, and {@code s3://bucket/key}
 * as {@code folder/bucket/key} when a folder plays the buckets, or fetched from a server that
 * speaks S3 and asks for no signature, as LocalStack. Not thread-safe: one per connection.
 */
final class Storage {

  private static final String S3 = "s3://";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Optional<Path> bucketFolder;
  private final Optional<URI> server;
  private final Path downloads;
  private final List<Path> fetched = new ArrayList<>();

  Storage(Optional<Path> bucketFolder, Optional<URI> server, Path downloads) {
    this.bucketFolder = bucketFolder;
    this.server = server;
    this.downloads = downloads;
  }

  /** The file; it need not exist. */
  Path resolve(String address) throws SqlFault {
    if (address.startsWith(S3)) {
      return server.isPresent() ? fetch(server.get(), address) : inBucketFolder(address);
    }
    if (address.startsWith("file:/")) {
      try {
        return Path.of(URI.create(address));
      } catch (IllegalArgumentException e) {
        throw SqlFault.load("'" + address + "' is not an address of a file: " + e.getMessage(), "");
      }
    }
    throw SqlFault.notSupported(
        "the Redshift stand-in reads s3://bucket/key and file:///path, not '" + address + "'");
  }

  /** Deletes what was fetched; it has been read. */
  void forget() {
    for (Path file : fetched) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // It goes with the stand-in's folder.
        continue;
      }
    }
    fetched.clear();
  }

  private Path fetch(URI s3, String address) throws SqlFault {
    Path file = downloads.resolve("s3-" + fetched.size() + "-" + System.nanoTime());
    try {
      URI object = new URI(null, null, "/" + address.substring(S3.length()), null);
      HttpResponse<Path> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(s3.resolve(object)).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofFile(file));
      fetched.add(file);
      if (response.statusCode() == NOT_FOUND) {
        Files.deleteIfExists(file);
      } else if (response.statusCode() != OK) {
        throw SqlFault.load(
            "S3ServiceException:Access Denied,Status " + response.statusCode(), address);
      }
      return file;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SqlFault.load("interrupted while reading " + address, "");
    } catch (IOException | java.net.URISyntaxException e) {
      throw SqlFault.load("S3CurlException: " + e.getMessage(), address);
    }
  }

  private Path inBucketFolder(String address) throws SqlFault {
    Path folder =
        bucketFolder
            .orElseThrow(
                () ->
                    SqlFault.notSupported(
                        "the Redshift stand-in has no folder that plays the buckets, so it cannot"
                            + " read '"
                            + address
                            + "'; start it with bucketFolder(path) or s3(endpoint)"))
            .toAbsolutePath()
            .normalize();
    Path file = folder.resolve(address.substring(S3.length())).normalize();
    if (!file.startsWith(folder)) {
      throw SqlFault.load("'" + address + "' leads out of its bucket", "");
    }
    return file;
  }
}
