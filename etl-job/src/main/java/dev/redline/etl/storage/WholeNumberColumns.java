package dev.redline.etl.storage;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Some columns of one Parquet file, read past Spark, row group by row group and without any other
 * column: those that {@link ParquetFolder#ranges()} tells of, as they lie in the file. Not
 * thread-safe.
 */
public final class WholeNumberColumns implements AutoCloseable {
  private final String path;
  private final ParquetFileReader file;
  private final MessageType columns;

  private WholeNumberColumns(String path, ParquetFileReader file, List<String> names) {
    this.path = path;
    this.file = file;
    MessageType all = file.getFooter().getFileMetaData().getSchema();
    this.columns = new MessageType(all.getName(), names.stream().map(all::getType).toList());
    file.setRequestedSchema(columns);
  }

  /**
   * Opens a file.
   *
   * @param names of the columns, no two the same
   * @throws org.apache.parquet.io.InvalidRecordException if it has no such column
   */
  public static WholeNumberColumns open(String path, List<String> names, Configuration hadoop)
      throws IOException {
    return new WholeNumberColumns(
        path, ParquetFileReader.open(HadoopInputFile.fromPath(new Path(path), hadoop)), names);
  }

  /**
   * The columns of a row group in the order of their names, each at its first row.
   *
   * @param rows how many the row group has
   * @throws IllegalStateException if it has other than that many: the file has changed
   */
  public List<Values> rowGroup(int index, long rows) throws IOException {
    PageReadStore pages = file.readRowGroup(index);
    if (pages.getRowCount() != rows) {
      throw new IllegalStateException(
          path
              + " has changed: row group "
              + index
              + " had "
              + rows
              + " rows and has "
              + pages.getRowCount());
    }
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(
            pages,
            new GroupRecordConverter(columns).getRootConverter(),
            columns,
            file.getFooter().getFileMetaData().getCreatedBy());
    return columns.getColumns().stream().map(column -> new Values(store, column)).toList();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The values of a column in one row group, row after row. */
  public static final class Values {
    private final ColumnReader reader;
    private final int defined;
    private final boolean isInt;

    private Values(ColumnReadStoreImpl store, ColumnDescriptor column) {
      this.reader = store.getColumnReader(column);
      this.defined = column.getMaxDefinitionLevel();
      this.isInt = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    }

    /** Whether the current row has no value. */
    public boolean isNull() {
      return reader.getCurrentDefinitionLevel() != defined;
    }

    /** The value of the current row, which has one. */
    public long value() {
      return isInt ? reader.getInteger() : reader.getLong();
    }

    /** Goes to the next row. */
    public void next() {
      reader.consume();
    }
  }
}
