package dev.redline.etl.transform;

import dev.redline.etl.storage.WholeNumberColumns;
import dev.redline.etl.storage.WholeNumberColumns.Values;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * What a task does that looks for the newest row of each key where key and ordering can be packed:
 * it reads only their columns, past Spark, keeps the newest row of each key in a table, and hands
 * the table over as runs, one for each bucket of keys. It does so whenever the table is full, so
 * that its memory has a bound.
 *
 * @param tasks the row groups of each task, one after another as they lie in the input
 * @param buckets of keys, by their hashes
 * @param mostEntries of a table, or fewer where the task is not given the memory for them
 */
record KeyScan(
    List<List<RowGroup>> tasks,
    PackedColumns key,
    PackedColumns ordering,
    int buckets,
    int mostEntries,
    Broadcast<SerializableConfiguration> hadoop)
    implements PairFlatMapFunction<Iterator<Integer>, Integer, byte[]> {
  private static final long serialVersionUID = 1L;

  /**
   * A row group.
   *
   * @param file its path
   * @param index in the file
   * @param firstPlace the place of its first row
   */
  record RowGroup(String file, int index, long rows, long firstPlace) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Integer> numbers) {
    return new Runs(tasks.get(numbers.next()).iterator());
  }

  private final class Runs implements Iterator<Tuple2<Integer, byte[]>> {
    private final Iterator<RowGroup> rowGroups;
    private final List<String> columns =
        Stream.concat(key.parts().stream(), ordering.parts().stream())
            .map(PackedColumns.Part::name)
            .distinct()
            .toList();
    private final Packer keys = new Packer(key, columns);
    private final Packer orderings = new Packer(ordering, columns);
    private final Configuration configuration = hadoop.value().value();
    private final NewestTable table = new NewestTable(mostEntries, TableMemory.ofTask());
    private final Deque<Tuple2<Integer, byte[]>> made = new ArrayDeque<>();
    private @Nullable WholeNumberColumns open;
    private String openFile = "";
    private Values[] values = {};
    private long place;
    private long rowsLeft;

    Runs(Iterator<RowGroup> rowGroups) {
      this.rowGroups = rowGroups;
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
    }

    @Override
    public boolean hasNext() {
      try {
        while (made.isEmpty() && hasRow()) {
          fillTable();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(openFile + " cannot be read: " + e.getMessage(), e);
      }
      return !made.isEmpty();
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return made.remove();
    }

    private void fillTable() throws IOException {
      long rows = 0;
      while (!table.isFull() && hasRow()) {
        takeRow();
        rows++;
      }
      new RunMaker(RunCodec.of(key, ordering), buckets).make(table, rows, made::add);
      table.clear();
    }

    private boolean hasRow() throws IOException {
      while (rowsLeft == 0 && rowGroups.hasNext()) {
        begin(rowGroups.next());
      }
      return rowsLeft > 0;
    }

    private void takeRow() {
      table.add(keys.number(values), orderings.number(values), place);
      for (Values column : values) {
        column.next();
      }
      place++;
      rowsLeft--;
    }

    private void begin(RowGroup rowGroup) throws IOException {
      if (TaskContext.get().isInterrupted()) {
        throw new TaskKilledException("while it read " + rowGroup.file());
      }
      if (open == null || !openFile.equals(rowGroup.file())) {
        close();
        openFile = rowGroup.file();
        open = WholeNumberColumns.open(openFile, columns, configuration);
      }
      values = open.rowGroup(rowGroup.index(), rowGroup.rows()).toArray(Values[]::new);
      place = rowGroup.firstPlace();
      rowsLeft = rowGroup.rows();
    }

    private void close() {
      WholeNumberColumns file = open;
      open = null;
      if (file != null) {
        try {
          file.close();
        } catch (IOException e) {
          throw new UncheckedIOException(openFile + " cannot be closed", e);
        }
      }
    }
  }

  /** Packs the columns of the current row. */
  private static final class Packer {
    private final PackedColumns.Part[] parts;
    private final int[] bits;
    private final int[] columns;

    Packer(PackedColumns packed, List<String> columns) {
      this.parts = packed.parts().toArray(PackedColumns.Part[]::new);
      this.bits = packed.bitsOfParts();
      this.columns = Arrays.stream(parts).mapToInt(part -> columns.indexOf(part.name())).toArray();
    }

    long number(Values[] values) {
      long number = 0;
      for (int i = 0; i < parts.length; i++) {
        Values column = values[columns[i]];
        number = number << bits[i] | (column.isNull() ? 0 : parts[i].code(column.value()));
      }
      return number;
    }
  }
}
