package dev.redline.bench.etl;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Runs every variant over every workload, one after the other on one machine, and writes the table
 * and the picture: {@code EtlBenchmark WORK-FOLDER OUTPUT-FOLDER [--quick] [--only WORKLOAD,...]}.
 */
public final class EtlBenchmark {
  /** The machine's speed drifts; the ratio that counts is made of the quicker runs. */
  private static final List<Variant> MEASURED_TWICE = List.of(Variant.NAIVE, Variant.REDLINE);

  private final Path work;
  private final boolean quick;

  private EtlBenchmark(Path work, boolean quick) {
    this.work = work;
    this.quick = quick;
  }

  /** Measures and reports. */
  public static void main(String[] args) throws Exception {
    List<String> words = Arrays.asList(args);
    EtlBenchmark benchmark = new EtlBenchmark(Path.of(args[0]), words.contains("--quick"));
    int only = words.indexOf("--only");
    List<String> names = only < 0 ? List.of() : List.of(words.get(only + 1).split(","));
    Map<Workload, Map<Variant, Optional<Measurement>>> results = new LinkedHashMap<>();
    for (Workload workload : Workload.all(benchmark.quick)) {
      if (names.isEmpty() || names.contains(workload.name())) {
        results.put(workload, benchmark.measure(workload));
        // After each, so that a run that is cut short leaves what it has.
        new EtlReport(results).write(Path.of(args[1]));
      }
    }
    if (names.isEmpty() || names.contains("load")) {
      Path wide = benchmark.prepared(Data.wide(benchmark.quick ? 200_000 : 1_000_000, 0));
      Files.writeString(
          Path.of(args[1]).resolve("performance-etl.load.md"), Load.measure(benchmark.work, wide));
    }
  }

  private Map<Variant, Optional<Measurement>> measure(Workload workload) throws Exception {
    Path data = prepared(workload.data());
    Map<Variant, Optional<Measurement>> byVariant = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      byVariant.put(variant, run(workload, variant, data));
    }
    for (Variant variant : MEASURED_TWICE) {
      byVariant.merge(variant, run(workload, variant, data), EtlBenchmark::quicker);
    }
    List<String> sums =
        byVariant.values().stream()
            .flatMap(Optional::stream)
            .map(Measurement::checksum)
            .distinct()
            .toList();
    if (sums.size() > 1) {
      throw new IllegalStateException(workload.name() + ": the variants kept different rows");
    }
    return byVariant;
  }

  /** A process that died is not made good by one that did not. */
  private static Optional<Measurement> quicker(
      Optional<Measurement> one, Optional<Measurement> other) {
    return one.flatMap(
        first -> other.map(second -> first.wallMillis() <= second.wallMillis() ? first : second));
  }

  private Path prepared(Data data) throws IOException {
    Path folder = work.resolve("data").resolve(data.folder());
    if (!Files.exists(folder.resolve("_SUCCESS"))) {
      System.out.println("making " + folder);
      try (SparkSession spark =
          SparkSession.builder()
              .master("local[2]")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.files.maxPartitionBytes", "4m")
              .getOrCreate()) {
        data.recipe().rows(spark).write().mode("overwrite").parquet(folder.toString());
      }
    }
    return folder;
  }

  /** Empty where the process died. */
  private Optional<Measurement> run(Workload workload, Variant variant, Path data)
      throws IOException, InterruptedException {
    Path out = work.resolve("out");
    delete(out);
    delete(work.resolve("out-spark"));
    delete(work.resolve("out-work"));
    Path result = work.resolve("result.json");
    Files.deleteIfExists(result);
    Path log = work.resolve(workload.name() + "-" + variant + ".log");
    int exit =
        new ProcessBuilder(command(workload, variant, data, out, result))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      System.out.println("  exit code " + exit + ", see " + log);
      return Optional.empty();
    }
    Measurement measurement = new ObjectMapper().readValue(result.toFile(), Measurement.class);
    System.out.println(workload.name() + " " + variant.label() + ": " + measurement);
    return Optional.of(measurement);
  }

  private List<String> command(
      Workload workload, Variant variant, Path data, Path out, Path result) {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of(System.getProperty("redline.spark-jvm-options").split(" ")));
    command.addAll(
        List.of(
            "-Xmx" + workload.heap(),
            "-cp",
            System.getProperty("java.class.path"),
            DedupeRun.class.getName(),
            workload.name(),
            variant.name(),
            String.valueOf(quick),
            data.toString(),
            out.toString(),
            result.toString()));
    return command;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
