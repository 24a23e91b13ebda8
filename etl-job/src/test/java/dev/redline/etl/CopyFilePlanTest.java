package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.JobSpec.CopyFiles;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyFilePlanTest {
  private static final long MIB = 1024 * 1024;

  @ParameterizedTest(name = "{0} MiB, {1} rows per key, {2} slices, {3} tasks: {4} files")
  @CsvSource({
    "1024, 1, 4, 2, 8", // eight of 128 MiB
    "1025, 1, 4, 2, 12", // nine are needed, twelve keep four slices busy
    "1024, 8, 4, 2, 4", // an eighth stays
    "1024, 1, 7, 2, 14",
    "1, 1, 1, 1, 1",
    "1, 1, 4, 1, 4",
    "1, 1, 1, 16, 16", // as many as run at once
    "102400, 1000, 4, 2, 200", // nobody reads more than 512 MiB
  })
  void makesAMultipleOfTheSlicesBySize(
      long mib, double rowsPerKey, int slices, int tasks, int files) {
    assertThat(plan(mib, 1_000_000, rowsPerKey, slices, tasks).files()).isEqualTo(files);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1048576, 262144", "1024, 1, 1", "0, 0, 268435456"})
  void boundsAFileByItsRows(long mib, long rows, long maxRows) {
    assertThat(plan(mib, rows, 1, 1, 1).maxRowsPerFile()).isEqualTo(maxRows);
  }

  private static CopyFilePlan plan(long mib, long rows, double rowsPerKey, int slices, int tasks) {
    ParquetFolder good = new ParquetFolder("x", List.of(new ParquetFile("f", mib * MIB, rows)));
    return CopyFilePlan.of(
        good, rowsPerKey, new CopyFiles(CopyFiles.DEFAULT_BYTES, 0), slices, tasks);
  }
}
