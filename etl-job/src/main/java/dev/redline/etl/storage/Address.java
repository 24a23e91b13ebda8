package dev.redline.etl.storage;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The spellings of one address: users and Redshift write {@code s3://}, Hadoop {@code s3a://}. */
public final class Address {
  private static final String S3 = "s3://";
  private static final String S3A = "s3a://";

  private Address() {}

  /** As Hadoop spells it; where something registered for s3:// itself, as on EMR, unchanged. */
  public static String forHadoop(String address, Configuration hadoop) {
    return address.startsWith(S3) && hadoop.get("fs.s3.impl") == null
        ? S3A + address.substring(S3.length())
        : address;
  }

  /**
   * As Redshift spells it. A local folder keeps its {@code file:} address, which only the local
   * stand-in accepts.
   */
  public static String forRedshift(String address) {
    if (address.startsWith(S3A)) {
      return S3 + address.substring(S3A.length());
    }
    return address.startsWith(S3) ? address : new Path(address).toUri().toASCIIString();
  }
}
