package dev.redline.sandbox.dataset;

import dev.redline.sandbox.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Three million real flights of the US Department of Transportation as one Parquet file of 13.5 MB:
 * date, delay, distance, origin, destination. From the npm package vega-datasets 3.2.1 (BSD-3).
 */
public final class FlightsParquet {
  /** Rows of the file. */
  public static final long ROWS = 3_000_000;

  private static final String PACKAGE = "vega-datasets@3.2.1";
  private static final String ARCHIVE = "vega-datasets-3.2.1.tgz";
  private static final String ENTRY = "package/data/flights-3m.parquet";
  private static final String SHA_256 =
      "dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private FlightsParquet() {}

  /**
   * The file, fetched by npm where it is not there yet, from the registry that npm is set up for.
   *
   * @throws IOException when there is no npm, when it cannot fetch the package, or when the file is
   *     not the one it should be
   */
  public static Path fetch() throws IOException {
    Path folder = Path.of(System.getProperty("user.home"), ".cache/redline/vega-datasets-3.2.1");
    Path file = folder.resolve("flights-3m.parquet");
    if (Files.exists(file) && sha256(file).equals(SHA_256)) {
      return file;
    }
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, "fetch");
    Path archive = work.resolve(ARCHIVE);
    Path partial = work.resolve("flights.partial");
    try {
      pack(work);
      try (InputStream tar = new GZIPInputStream(Files.newInputStream(archive))) {
        TarEntry.extract(tar, ENTRY, partial);
      }
      String found = sha256(partial);
      if (!found.equals(SHA_256)) {
        throw new IOException(
            "%s of %s has the SHA-256 %s, not %s".formatted(ENTRY, PACKAGE, found, SHA_256));
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } finally {
      Files.deleteIfExists(partial);
      Files.deleteIfExists(archive);
      Files.deleteIfExists(work);
    }
  }

  private static void pack(Path folder) throws IOException {
    try {
      Command npm =
          Command.run(
              LIMIT,
              List.of("npm", "pack", PACKAGE, "--silent", "--pack-destination", folder.toString()));
      if (!npm.succeeded()) {
        throw new IOException(
            "npm cannot fetch %s: %s; install Node.js with npm 8 or newer"
                .formatted(PACKAGE, npm.lastLine()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm fetched " + PACKAGE, e);
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
