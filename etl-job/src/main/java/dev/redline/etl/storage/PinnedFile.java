package dev.redline.etl.storage;

import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file as it was at one moment. Two that are equal had the same content.
 *
 * @param path the full address
 * @param version the storage's own name of the content (ETag) where it has one, else the time of
 *     the last change in milliseconds since 1970
 */
public record PinnedFile(String path, long lengthBytes, String version) {

  /** Pins a file as its storage lists it. */
  public static PinnedFile of(FileStatus file) {
    return new PinnedFile(file.getPath().toString(), file.getLen(), version(file));
  }

  private static String version(FileStatus file) {
    String etag = file instanceof EtagSource source ? source.getEtag() : null;
    return etag == null || etag.isEmpty() ? "mtime " + file.getModificationTime() : "etag " + etag;
  }
}
