package dev.redline.etl.extract;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.storage.PinnedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * What Parquet files say of the columns that the spec names, from their footers. Files of one
 * format are read together; Spark itself merges no INT with a BIGINT, and fails on a column nobody
 * asked for.
 *
 * @param types of those columns that the files have, as Spark reads them
 * @param nanos those of them that hold times in nanoseconds, which Spark reads as numbers
 */
record ParquetFormat(StructType types, Set<String> nanos) {
  /** A footer is a few kilobytes; what takes time is to wait for the storage. */
  private static final int READERS = 32;

  /** The files by their format, both in the order in which they come first. */
  static Map<ParquetFormat, List<String>> of(
      List<PinnedFile> files, List<SourceColumn> schema, Configuration hadoop) {
    Set<String> wanted = schema.stream().map(SourceColumn::name).collect(Collectors.toSet());
    SQLConf conf = new SQLConf();
    conf.setConfString("spark.sql.legacy.parquet.nanosAsLong", "true");
    ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(conf);
    List<MessageType> footers = footers(files, wanted, hadoop);
    Map<MessageType, ParquetFormat> known = new LinkedHashMap<>();
    Map<ParquetFormat, List<String>> formats = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      String path = files.get(i).path();
      ParquetFormat format =
          known.computeIfAbsent(footers.get(i), footer -> format(footer, path, converter));
      formats.computeIfAbsent(format, none -> new ArrayList<>()).add(path);
    }
    return formats;
  }

  private static List<MessageType> footers(
      List<PinnedFile> files, Set<String> wanted, Configuration hadoop) {
    ForkJoinPool pool = new ForkJoinPool(READERS);
    try {
      return pool.submit(
              () ->
                  files.parallelStream().map(file -> wanted(footer(file, hadoop), wanted)).toList())
          .join();
    } finally {
      pool.shutdown();
    }
  }

  boolean has(String column) {
    return List.of(types.fieldNames()).contains(column);
  }

  /** All columns of a file, for people. */
  static List<String> names(PinnedFile file, Configuration hadoop) {
    return footer(file, hadoop).getFields().stream().map(Type::getName).sorted().toList();
  }

  private static MessageType footer(PinnedFile file, Configuration hadoop) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
      return reader.getFooter().getFileMetaData().getSchema();
    } catch (IOException | RuntimeException e) {
      throw new InputError(
          file.path()
              + " cannot be read as Parquet: "
              + e.getMessage()
              + "; correct source.format, or take the file away",
          e);
    }
  }

  private static MessageType wanted(MessageType footer, Set<String> names) {
    return new MessageType(
        "wanted",
        footer.getFields().stream().filter(field -> names.contains(field.getName())).toList());
  }

  private static ParquetFormat format(
      MessageType wanted, String path, ParquetToSparkSchemaConverter converter) {
    StructType types = new StructType();
    Set<String> nanos = new TreeSet<>();
    for (Type field : wanted.getFields()) {
      types = types.add(type(field, path, converter).apply(field.getName()));
      if (field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
          && timestamp.getUnit() == TimeUnit.NANOS) {
        nanos.add(field.getName());
      }
    }
    return new ParquetFormat(types, nanos);
  }

  private static StructType type(Type field, String path, ParquetToSparkSchemaConverter converter) {
    try {
      return converter.convert(new MessageType("one", field));
    } catch (Exception e) {
      throw new InputError(
          "column "
              + field.getName()
              + " of "
              + path
              + " has a type that Spark cannot read: "
              + e.getMessage()
              + "; write it as text, or take it out of schema",
          e);
    }
  }
}
