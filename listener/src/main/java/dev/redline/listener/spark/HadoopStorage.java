package dev.redline.listener.spark;

import dev.redline.listener.run.LocalStorage;
import dev.redline.listener.run.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Any file system that the application can write to, by the address's scheme, with the
 * application's own Hadoop configuration and credentials; the driver's disk where there is none.
 */
final class HadoopStorage implements Storage {
  private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  /** A file of an object store appears whole, when it is closed; renaming it would copy it. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn", "obs");

  private final Supplier<Configuration> configuration;
  private final LocalStorage disk = new LocalStorage();

  /**
   * Storage for an application.
   *
   * @param configuration asked for each time that something is written elsewhere than on disk
   */
  HadoopStorage(Supplier<Configuration> configuration) {
    this.configuration = configuration;
  }

  @Override
  public void replace(String location, String text) throws IOException {
    if (!ADDRESS.matcher(location).matches()) {
      disk.replace(location, text);
      return;
    }
    Path path = path(location);
    URI address = path.toUri();
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("file")) {
      disk.replace(address.getPath(), text);
      return;
    }
    FileSystem files = FileSystem.get(address, configuration.get());
    if (OBJECT_STORES.contains(scheme)) {
      write(files, path, text);
    } else {
      replace(files, path, text);
    }
  }

  private static Path path(String location) throws IOException {
    try {
      return new Path(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + location + "' is no address of a file", e);
    }
  }

  private static void replace(FileSystem files, Path path, String text) throws IOException {
    Path beside = path.suffix(".part");
    write(files, beside, text);
    files.delete(path, false);
    if (!files.rename(beside, path)) {
      throw new IOException("cannot rename " + beside + " to " + path);
    }
  }

  private static void write(FileSystem files, Path path, String text) throws IOException {
    try (FSDataOutputStream out = files.create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
