package dev.redline.etl.extract;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which compression a file has, by the ending of its name: .gz, .bz2, .zst, and what Hadoop adds.
 */
final class Codecs {
  private final CompressionCodecFactory factory;

  Codecs(Configuration hadoop) {
    Configuration withZstd = new Configuration(hadoop);
    List<Class<?>> classes = new ArrayList<>(CompressionCodecFactory.getCodecClasses(hadoop));
    // The last codec of an ending counts.
    classes.add(ZstdCodec.class);
    withZstd.setStrings(
        "io.compression.codecs", classes.stream().map(Class::getName).toArray(String[]::new));
    this.factory = new CompressionCodecFactory(withZstd);
  }

  /** The codec of a file; null for a plain one. */
  @Nullable CompressionCodec of(Path file) {
    return factory.getCodec(file);
  }
}
