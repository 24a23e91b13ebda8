package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.JobSpec.CopyFiles;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import dev.redline.etl.transform.InputFacts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyFilePlanTest {
  private static final long MIB = 1024 * 1024;

  @ParameterizedTest(name = "{0} MiB, {1} rows per key, {2} slices, {3} tasks: {4} files")
  @CsvSource({
    "1024, 1, 4, 2, 52", // fifty, and two more keep four slices busy
    "1024, 1, 7, 2, 56",
    "1024, 8, 4, 2, 52",
    "64, 1, 1, 2, 50",
    "20, 1, 1, 2, 20", // of 1 MiB; fifty would be smaller
    "20, 1, 8, 2, 24",
    "20, 10, 1, 2, 2",
    "20, 10, 1, 16, 16", // as many read at once
    "1, 1, 1, 16, 1",
    "1, 1, 4, 1, 4",
    "10240, 1, 4, 2, 80", // of 128 MiB; fifty would be larger
    "102400, 1000, 4, 2, 200", // nobody reads more than 512 MiB
  })
  void makesAMultipleOfTheSlicesByNumberUnlessSizeSaysOtherwise(
      long mib, double rowsPerKey, int slices, int tasks, int files) {
    assertThat(plan(mib, 1_000_000, rowsPerKey, 1, slices, tasks).files()).isEqualTo(files);
  }

  @ParameterizedTest(name = "{0} MiB, {1} rows per key, {2} wanted, {3} slices: {4} partitions")
  @CsvSource({
    "1024, 1, 75, 1, 75",
    "1024, 1, 75, 4, 76",
    "1024, 1, 1, 8, 32", // of 128 MiB each, four times as large uncompressed
    "20, 1, 75, 4, 20", // of 1 MiB; seventy-five files would be smaller
    "20, 10, 75, 4, 4",
    "20, 1, 1, 4, 4", // max-by: two cores, and as many as the slices load at once
    "1, 1, 1, 1, 1",
    "10240, 1, 75, 7, 322",
    "10240, 10, 1, 7, 35",
  })
  void givesAShuffleAMultipleOfTheSlicesThatBytesAllow(
      long mib, double rowsPerKey, int wanted, int slices, int partitions) {
    assertThat(plan(mib, 1_000_000, rowsPerKey, wanted, slices, 2).partitions())
        .isEqualTo(partitions);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1048576, 262144", "1024, 1, 1", "0, 0, 268435456"})
  void boundsAFileByItsRows(long mib, long rows, long maxRows) {
    assertThat(plan(mib, rows, 1, 1, 1, 1).maxRowsPerFile()).isEqualTo(maxRows);
  }

  private static CopyFilePlan plan(
      long mib, long rows, double rowsPerKey, int partitions, int slices, int tasks) {
    ParquetFolder good =
        new ParquetFolder("x", List.of(new ParquetFile("f", mib * MIB, List.of(rows))));
    long widthBytes = rows == 0 ? 0 : 4 * mib * MIB / rows;
    return CopyFilePlan.of(
        good,
        new InputFacts(rows, widthBytes, 8, true, rowsPerKey, true),
        new CopyFiles(CopyFiles.DEFAULT_FILES, CopyFiles.DEFAULT_BYTES, 0),
        partitions,
        slices,
        tasks);
  }
}
