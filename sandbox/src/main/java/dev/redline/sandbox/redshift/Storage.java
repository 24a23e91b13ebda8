package dev.redline.sandbox.redshift;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the local file behind an address: {@code file:///path} itself, and {@code s3://bucket/key}
 * as {@code folder/bucket/key} when a folder plays the buckets.
 */
record Storage(Optional<Path> bucketFolder) {

  private static final String S3 = "s3://";

  Path resolve(String address) throws SqlFault {
    if (address.startsWith(S3)) {
      return inBucketFolder(address);
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

  private Path inBucketFolder(String address) throws SqlFault {
    Path folder =
        bucketFolder
            .orElseThrow(
                () ->
                    SqlFault.notSupported(
                        "the Redshift stand-in has no folder that plays the buckets, so it cannot"
                            + " read '"
                            + address
                            + "'; start it with bucketFolder(path)"))
            .toAbsolutePath()
            .normalize();
    Path file = folder.resolve(address.substring(S3.length())).normalize();
    if (!file.startsWith(folder)) {
      throw SqlFault.load("'" + address + "' leads out of its bucket", "");
    }
    return file;
  }
}
