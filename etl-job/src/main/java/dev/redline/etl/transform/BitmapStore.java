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
import org.jspecify.annotations.Nullable;

/**
 * A folder of bitmaps, a file per group of {@value #GROUP_BITMAPS}. Writing a group again, as a
 * repeated task does, leaves the same file.
 */
record BitmapStore(String folder, Broadcast<SerializableConfiguration> hadoop)
    implements Serializable {
  /** Bitmaps in a file: 1 MiB, 8,388,608 rows. */
  static final int GROUP_BITMAPS = 256;

  private static final long serialVersionUID = 1L;

  static BitmapStore in(JavaSparkContext context, String folder) {
    return new BitmapStore(
        folder, context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())));
  }

  /** Writes a group; the elements of bitmaps that do not exist are null. */
  void write(long group, byte @Nullable [][] bitmaps) {
    Path file = file(group);
    Path partial = new Path(folder, "_" + group + "-" + UUID.randomUUID());
    try {
      FileSystem storage = file.getFileSystem(configuration());
      try (DataOutputStream out = storage.create(partial)) {
        for (int i = 0; i < bitmaps.length; i++) {
          byte[] bitmap = bitmaps[i];
          if (bitmap != null) {
            out.writeInt(i);
            out.writeInt(bitmap.length);
            out.write(bitmap);
          }
        }
        out.writeInt(-1);
      }
      if (!storage.rename(partial, file)) {
        storage.delete(partial, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the bitmaps " + file + " cannot be written", e);
    }
  }

  /** Reads a group; all null where none of its rows stays. */
  byte @Nullable [][] read(long group) {
    Path file = file(group);
    byte[][] bitmaps = new byte[GROUP_BITMAPS][];
    try (DataInputStream in = file.getFileSystem(configuration()).open(file)) {
      for (int i = in.readInt(); i >= 0; i = in.readInt()) {
        bitmaps[i] = new byte[in.readInt()];
        in.readFully(bitmaps[i]);
      }
      return bitmaps;
    } catch (FileNotFoundException e) {
      return bitmaps;
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
