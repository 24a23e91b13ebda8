package dev.redline.etl.transform;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A folder of bitmaps, a file per {@link BitmapGroup}. Writing a group again, as a repeated task
 * does, leaves the same file.
 */
record BitmapStore(String folder, Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static BitmapStore in(JavaSparkContext context, String folder) {
    return new BitmapStore(
        folder, context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())));
  }

  /** Writes a group. */
  void write(long number, BitmapGroup group) {
    Path file = file(number);
    Path partial = new Path(folder, "_" + number + "-" + UUID.randomUUID());
    try {
      FileSystem storage = file.getFileSystem(configuration());
      try (DataOutputStream out = storage.create(partial)) {
        group.write(out);
      }
      if (!storage.rename(partial, file)) {
        storage.delete(partial, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the bitmaps " + file + " cannot be written", e);
    }
  }

  /** Reads a group; empty where none of its rows stays. */
  BitmapGroup read(long number) {
    Path file = file(number);
    try (DataInputStream in = file.getFileSystem(configuration()).open(file)) {
      return BitmapGroup.read(in);
    } catch (FileNotFoundException e) {
      return new BitmapGroup();
    } catch (IOException e) {
      throw new UncheckedIOException("the bitmaps " + file + " cannot be read", e);
    }
  }

  private Path file(long group) {
    return new Path(folder, "bits-" + group);
  }

  private Configuration configuration() {
    return hadoop.value().value();
  }
}
