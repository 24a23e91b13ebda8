package dev.redline.etl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipInputStream;

/** The committed flights, unzipped, and the command line that loads them. */
final class Flights {
  private Flights() {}

  /** Unzips the flights into a folder. */
  static Path unzip(Path folder) throws IOException {
    Path zip = Path.of(System.getProperty("redline.root"), "sample-data", "flights.csv.zip");
    Path csv = folder.resolve("flights.csv");
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(file)) {
      entries.getNextEntry();
      Files.copy(entries, csv);
    }
    return csv;
  }
}
