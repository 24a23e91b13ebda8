package dev.redline.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The committed sample: the flights that left New York in 2013. */
final class Flights {
  private Flights() {}

  /** Unpacks the sample into a folder; returns the CSV file. */
  static Path unpack(Path zip, Path folder) throws IOException {
    if (!Files.isReadable(zip)) {
      throw new IOException("the sample " + zip + " is missing: check out the whole project");
    }
    Files.createDirectories(folder);
    Path csv = folder.resolve("flights.csv");
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream archive = new ZipInputStream(file)) {
      for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        if (entry.getName().endsWith("flights.csv")) {
          Files.copy(archive, csv);
          return csv;
        }
      }
    }
    throw new IOException(zip + " holds no flights.csv");
  }

  /** Counts the records of the file without Spark; no field of it holds a line break. */
  static long records(Path csv) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(csv, StandardCharsets.UTF_8)) {
      return lines.lines().skip(1).filter(line -> !line.isBlank()).count();
    }
  }
}
