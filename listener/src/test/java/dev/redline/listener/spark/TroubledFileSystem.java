package dev.redline.listener.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system in trouble, by the host of its address: {@code troubled://full} has no space left
 * when a file is closed, {@code troubled://hangs} never answers, {@code troubled://broken} fails as
 * a library of another version does; any other keeps its files on the local disk.
 */
public final class TroubledFileSystem extends RawLocalFileSystem {
  static final String IMPLEMENTATION = "fs.troubled.impl";
  private String host = "";

  @Override
  public void initialize(java.net.URI address, org.apache.hadoop.conf.Configuration conf)
      throws IOException {
    super.initialize(address, conf);
    host = String.valueOf(address.getHost());
  }

  @Override
  public java.net.URI getUri() {
    return java.net.URI.create("troubled://" + host);
  }

  @Override
  protected void checkPath(Path path) {
    // Every address of ours is welcome.
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return switch (host) {
      case "full" -> new FSDataOutputStream(new Full(), new FileSystem.Statistics("troubled"));
      case "hangs" -> throw hang();
      case "broken" -> throw new NoSuchMethodError("another version");
      default ->
          super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    };
  }

  @Override
  public FSDataOutputStream create(
      Path path, boolean overwrite, int bufferSize, short replication, long blockSize)
      throws IOException {
    return create(
        path, FsPermission.getFileDefault(), overwrite, bufferSize, replication, 0, () -> {});
  }

  private static IOException hang() throws IOException {
    try {
      new CountDownLatch(1).await();
      return new IOException("waited for ever");
    } catch (InterruptedException e) {
      throw new java.io.InterruptedIOException("given up");
    }
  }

  private static final class Full extends OutputStream {
    @Override
    public void write(int octet) {
      // Kept until the file is closed, as most file systems do.
    }

    @Override
    public void close() throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
