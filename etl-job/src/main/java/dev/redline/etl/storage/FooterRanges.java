package dev.redline.etl.storage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the ranges of whole-number columns from footers. A column that one row group lacks, or
 * tells nothing of, has no range.
 */
final class FooterRanges {
  private final Map<String, ColumnRange> ranges = new HashMap<>();
  private final Set<String> untold = new HashSet<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private int rowGroups;

  void add(ParquetMetadata footer) {
    for (BlockMetaData rowGroup : footer.getBlocks()) {
      rowGroups++;
      for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
        if (chunk.getPath().size() == 1) {
          add(chunk);
        }
      }
    }
  }

  private void add(ColumnChunkMetaData chunk) {
    String column = chunk.getPath().toDotString();
    seen.merge(column, 1, Integer::sum);
    Statistics<?> statistics = chunk.getStatistics();
    if (statistics != null
        && statistics.isNumNullsSet()
        && statistics.getNumNulls() == chunk.getValueCount()) {
      return;
    }
    ColumnRange range =
        isWholeNumber(chunk.getPrimitiveType().getLogicalTypeAnnotation())
            ? range(statistics)
            : null;
    if (range == null) {
      untold.add(column);
    } else {
      ranges.merge(column, range, ColumnRange::and);
    }
  }

  private static boolean isWholeNumber(@Nullable LogicalTypeAnnotation type) {
    return type == null
        || type instanceof DateLogicalTypeAnnotation
        || (type instanceof IntLogicalTypeAnnotation integer && integer.isSigned())
        || (type instanceof TimestampLogicalTypeAnnotation timestamp
            && timestamp.getUnit() == TimeUnit.MICROS);
  }

  private static @Nullable ColumnRange range(@Nullable Statistics<?> statistics) {
    if (statistics == null || !statistics.hasNonNullValue()) {
      return null;
    }
    if (statistics instanceof IntStatistics integers) {
      return new ColumnRange(integers.getMin(), integers.getMax());
    }
    return statistics instanceof LongStatistics longs
        ? new ColumnRange(longs.getMin(), longs.getMax())
        : null;
  }

  Map<String, ColumnRange> told() {
    Map<String, ColumnRange> told = new HashMap<>(ranges);
    told.keySet().removeAll(untold);
    told.keySet().removeIf(column -> seen.getOrDefault(column, 0) != rowGroups);
    return told;
  }
}
