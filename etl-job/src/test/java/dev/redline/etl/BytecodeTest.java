package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the constant pools of our class files: what they mention and what they call. */
class BytecodeTest {
  private static final Path CLASSES =
      Path.of(System.getProperty("redline.root"), "etl-job", "target", "classes");

  @Test
  void mentionsNoScalaCollection() throws IOException {
    assertThat(constants())
        .anyMatch(constant -> constant.contains("org/apache/spark/sql/Dataset"))
        .noneMatch(constant -> constant.contains("scala/collection"));
  }

  @Test
  void neverCountsADatasetNorSpreadsItWithoutAKey() throws IOException {
    assertThat(constants())
        .anyMatch(constant -> constant.startsWith("org/apache/spark/sql/Dataset.select("))
        .noneMatch(constant -> constant.startsWith("org/apache/spark/sql/Dataset.count("))
        .noneMatch(constant -> constant.startsWith("org/apache/spark/sql/Dataset.repartition(I)"));
  }

  /** Right after a shuffle its tasks would become as few; Staged does it after a mere reading. */
  @Test
  void coalescesNothingButTheFilesForCopy() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        boolean coalesces =
            constants(file).stream()
                .anyMatch(
                    constant -> constant.startsWith("org/apache/spark/sql/Dataset.coalesce("));
        assertThat(coalesces)
            .as(file.toString())
            .isEqualTo(file.endsWith("dev/redline/etl/Staged.class"));
      }
    }
  }

  @Test
  void asksNothingOfDatasetThatSparkFourDeclaresElsewhere() throws IOException {
    assertThat(constants())
        .noneMatch(constant -> constant.startsWith("org/apache/spark/sql/Dataset.queryExecution("))
        .noneMatch(
            constant -> constant.startsWith("org/apache/spark/sql/SparkSession.sqlContext("));
  }

  private static List<String> constants() throws IOException {
    List<String> constants = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        constants.addAll(constants(file));
      }
    }
    return constants;
  }

  /**
   * All texts of a class file, and every method it calls as {@code owner.name(arguments)result}.
   */
  private static List<String> constants(Path file) throws IOException {
    Map<Integer, String> texts = new HashMap<>();
    Map<Integer, int[]> references = new HashMap<>();
    List<int[]> methods = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(8);
      int size = in.readUnsignedShort();
      for (int i = 1; i < size; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.put(i, in.readUTF());
          case 7, 8, 16, 19, 20 -> references.put(i, new int[] {in.readUnsignedShort()});
          case 9, 12, 17, 18 -> references.put(i, pair(in));
          case 10, 11 -> methods.add(pair(in));
          case 15 -> in.skipNBytes(3);
          case 3, 4 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++;
          }
          default -> throw new IOException("constant pool tag " + tag + " in " + file);
        }
      }
    }
    List<String> constants = new ArrayList<>(texts.values());
    for (int[] method : methods) {
      int[] nameAndType = at(references, method[1]);
      constants.add(
          texts.get(at(references, method[0])[0])
              + "."
              + texts.get(nameAndType[0])
              + texts.get(nameAndType[1]));
    }
    return constants;
  }

  private static int[] pair(DataInputStream in) throws IOException {
    return new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
  }

  private static int[] at(Map<Integer, int[]> references, int index) {
    return Objects.requireNonNull(references.get(index));
  }
}
