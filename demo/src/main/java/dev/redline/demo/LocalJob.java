package dev.redline.demo;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkSubmit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One run of the ETL job on this machine, as a user would submit it. */
final class LocalJob {
  private static final String LISTENER = "dev.redline.listener.RedlineListener";

  private static final long LOG_PATIENCE_MS = 30_000;

  /** For each row an array of 100,000 texts of some 35 KB, of which two letters are wanted. */
  private static final String HEAP_FILLER =
      "left(element_at(transform(sequence(1, 100000),"
          + " i -> repeat(concat(carrier, i), 5000)), 1), 2)";

  private final Path root;
  private final Path work;
  private final SparkDistribution distribution;
  private final Path csv;
  private final RedshiftStandIn redshift;
  private final Break failure;

  LocalJob(
      Path root,
      Path work,
      SparkDistribution distribution,
      Path csv,
      RedshiftStandIn redshift,
      Break failure) {
    this.root = root;
    this.work = work;
    this.distribution = distribution;
    this.csv = csv;
    this.redshift = redshift;
    this.failure = failure;
  }

  Path result() {
    return work.resolve("result.json");
  }

  Path verdict() {
    return work.resolve("verdict.json");
  }

  Path record() {
    return work.resolve("run.json");
  }

  Path report() {
    return work.resolve("report.html");
  }

  /** Where Spark writes its event log. */
  Path eventLogs() {
    return work.resolve("events");
  }

  /** Runs the driver to its end, its output going to this process's; returns its exit code. */
  int run(PrintStream out) throws IOException, InterruptedException {
    SparkSubmit submission = submission();
    Process driver = submission.process().redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    Thread log =
        new Thread(new StackTraceFilter(driver.getErrorStream(), System.err), "driver-log");
    log.setDaemon(true);
    log.start();
    Thread cleaner = new Thread(() -> destroy(driver), "run-local-cleaner");
    Runtime.getRuntime().addShutdownHook(cleaner);
    try {
      if (failure == Break.KILL) {
        Path workFolders = submission.home().resolve("work");
        Thread reaper = new Thread(new Reaper(driver.toHandle(), workFolders, out), "reaper");
        reaper.setDaemon(true);
        reaper.start();
      }
      int exitCode = driver.waitFor();
      log.join(LOG_PATIENCE_MS);
      return exitCode;
    } finally {
      destroy(driver);
      Runtime.getRuntime().removeShutdownHook(cleaner);
    }
  }

  private static void destroy(Process driver) {
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.destroyForcibly();
  }

  private SparkSubmit submission() throws IOException {
    return new SparkSubmit(distribution, root, work.resolve("spark"), 2, 1024)
        .jar(built("listener/target/redline-agent.jar"))
        .conf("spark.extraListeners", LISTENER)
        .conf("spark.redline.job.name", "aircraft-last-seen")
        .conf("spark.redline.environment", "laptop")
        .conf("spark.redline.verdict.path", verdict().toString())
        .conf("spark.redline.record.path", record().toString())
        .conf("spark.executor.processTreeMetrics.enabled", "true")
        // A run of half a minute sends too few heartbeats at Spark's default of 10 s.
        .conf("spark.executor.heartbeatInterval", "1s")
        .conf("spark.redline.memory.heartbeats", "5")
        .conf("spark.eventLog.enabled", "true")
        .conf("spark.eventLog.compress", "true")
        .conf("spark.eventLog.dir", Files.createDirectories(eventLogs()).toUri().toString())
        .conf("spark.ui.showConsoleProgress", "true")
        .environment("REDSHIFT_PASSWORD", redshift.password())
        .application(
            built("etl-job/target/redline-etl-job.jar"),
            "dev.redline.etl.EtlJob",
            List.of(
                "--spec", specification().toString(),
                "--param", "input=" + csv.toUri(),
                "--param", "work=" + work.toUri().toString().replaceFirst("/$", ""),
                "--param", "jdbcUrl=" + redshift.jdbcUrl(),
                "--param", "user=" + redshift.user(),
                "--param", "iamRole=arn:aws:iam::123456789012:role/stand-in",
                "--result", result().toString()));
  }

  private Path built(String path) throws IOException {
    Path jar = root.resolve(path).toAbsolutePath().normalize();
    if (!Files.isReadable(jar)) {
      throw new IOException(jar + " is missing: build it with bin/run-local or mvn package");
    }
    return jar;
  }

  /** The committed job spec; to break the heap, with one column that needs 3 GB for a row. */
  private Path specification() throws IOException {
    Path committed = root.resolve("sample-data/aircraft-last-seen.json").toAbsolutePath();
    if (failure != Break.HEAP) {
      return committed;
    }
    JsonMapper mapper = JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    JsonNode spec = mapper.readTree(committed.toFile());
    for (JsonNode column : spec.at("/target/columns")) {
      if (column.path("name").asText().equals("carrier")) {
        ((ObjectNode) column).put("expression", HEAP_FILLER);
      }
    }
    Path broken = work.resolve("aircraft-last-seen.broken.json");
    mapper.writerWithDefaultPrettyPrinter().writeValue(broken.toFile(), spec);
    return broken;
  }
}
