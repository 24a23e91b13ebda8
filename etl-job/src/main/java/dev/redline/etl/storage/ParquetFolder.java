package dev.redline.etl.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A folder of committed Parquet files.
 *
 * @param files in the order of their names; a folder that does not exist has none
 * @param ranges of those whole-number columns, by name, whose every footer tells one
 */
public record ParquetFolder(String path, List<ParquetFile> files, Map<String, ColumnRange> ranges) {

  /**
   * A committed file, as its footer tells it.
   *
   * @param rowGroups the rows of each row group, in their order
   */
  public record ParquetFile(String name, long lengthBytes, List<Long> rowGroups) {
    /** Defends the list against later changes. */
    public ParquetFile {
      rowGroups = List.copyOf(rowGroups);
    }

    /** Rows of all row groups. */
    public long rows() {
      return rowGroups.stream().mapToLong(rows -> rows).sum();
    }
  }

  /** Defends its parts against later changes. */
  public ParquetFolder {
    files = List.copyOf(files);
    ranges = Map.copyOf(ranges);
  }

  /** A folder of which no ranges are known. */
  public ParquetFolder(String path, List<ParquetFile> files) {
    this(path, files, Map.of());
  }

  /** Lists a folder and reads the footer of each of its files. */
  public static ParquetFolder list(String folder, Configuration hadoop) throws IOException {
    Path path = new Path(folder);
    List<ParquetFile> files = new ArrayList<>();
    FooterRanges ranges = new FooterRanges();
    for (FileStatus file : children(path, hadoop)) {
      if (file.isFile() && file.getPath().getName().endsWith(".parquet")) {
        ParquetMetadata footer = footer(file, hadoop);
        ranges.add(footer);
        files.add(new ParquetFile(file.getPath().getName(), file.getLen(), rowGroups(footer)));
      }
    }
    files.sort(Comparator.comparing(ParquetFile::name));
    return new ParquetFolder(folder, files, ranges.told());
  }

  /** Rows of all files. */
  public long rows() {
    return files.stream().mapToLong(ParquetFile::rows).sum();
  }

  /** Bytes of all files. */
  public long lengthBytes() {
    return files.stream().mapToLong(ParquetFile::lengthBytes).sum();
  }

  private static FileStatus[] children(Path folder, Configuration hadoop) throws IOException {
    try {
      return folder.getFileSystem(hadoop).listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  private static ParquetMetadata footer(FileStatus file, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
      return reader.getFooter();
    }
  }

  private static List<Long> rowGroups(ParquetMetadata footer) {
    return footer.getBlocks().stream().map(BlockMetaData::getRowCount).toList();
  }
}
