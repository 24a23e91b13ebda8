package dev.redline.etl;

import dev.redline.etl.extract.CsvHeader;
import dev.redline.etl.extract.Extract;
import dev.redline.etl.extract.Extracted;
import dev.redline.etl.extract.InputFiles;
import dev.redline.etl.load.LoadRecord;
import dev.redline.etl.load.Preparation;
import dev.redline.etl.load.Redshift;
import dev.redline.etl.load.RedshiftLoad;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job: raw files to the newest row per key to Amazon Redshift, as a spec file says.
 *
 * <p>Exit code 0 when the rows are in the table (now or from an earlier run of the same inputs and
 * spec), 2 when something the user gave is wrong. Every other failure leaves {@link #main} as an
 * exception, which Spark, YARN and Glue report as such; the table is then as it was before.
 */
public final class EtlJob {
  /** The exit code for a wrong command line, spec or input. */
  static final int INPUT_ERROR = 2;

  private static final Logger LOG = LoggerFactory.getLogger(EtlJob.class);

  private final JobSpecReader.Reading reading;
  private final JobSpec spec;
  private final Redshift redshift;
  private final SparkConf conf;
  private final InputFiles inputs;
  private final String runId;
  private final Preparation preparation;
  private final Clock clock;
  private final Instant started;

  private EtlJob(JobSpecReader.Reading reading, Map<String, String> environment, Clock clock) {
    this.reading = reading;
    this.spec = reading.spec();
    this.clock = clock;
    this.started = clock.instant();
    this.redshift = Redshift.of(spec.connection(), environment);
    this.conf = SparkDefaults.conf(spec);
    Configuration hadoop = SparkDefaults.hadoop(conf);
    this.inputs = InputFiles.find(spec.source(), hadoop);
    CsvHeader.check(inputs, spec, hadoop);
    this.runId = RunId.of(spec, inputs);
    this.preparation = new Preparation(redshift, spec, runId);
  }

  /** Runs a job; see the class and {@code --spec}, {@code --param}, {@code --result}. */
  public static void main(String[] args) throws Exception {
    try {
      RunResult result = run(List.of(args), System.getenv());
      System.out.println(result.summary());
    } catch (InputError e) {
      System.err.println("redline-etl: " + e.getMessage());
      System.exit(INPUT_ERROR);
    }
  }

  /**
   * Runs a job in this process.
   *
   * @param environment where the password is looked up
   * @throws InputError when something the user gave is wrong
   */
  static RunResult run(List<String> words, Map<String, String> environment) throws Exception {
    Arguments arguments = Arguments.parse(words);
    JobSpecReader.Reading reading =
        new JobSpecReader(arguments.spec(), arguments.params()).reading();
    if (!reading.problems().isEmpty()) {
      throw SpecExpressions.allProblems(reading);
    }
    arguments.result().ifPresent(RunResult::requireWritable);
    RunResult result = new EtlJob(reading, environment, Clock.systemUTC()).run();
    if (arguments.result().isPresent()) {
      result.write(arguments.result().get());
    }
    return result;
  }

  private RunResult run() throws Exception {
    requireMaster();
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    try {
      SpecExpressions.check(spark, reading);
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      RunFolders folders = RunFolders.of(spec, runId, spark.sparkContext().applicationId(), hadoop);
      Preparation.Found found = check(folders, hadoop);
      folders.sweep(hadoop, started);
      RunResult result =
          found.load().isPresent()
              ? result(RunResult.Status.ALREADY_LOADED, found.load().get(), Map.of())
              : process(spark, folders, found.notNull());
      folders.clean(hadoop);
      return result;
    } finally {
      spark.stop();
    }
  }

  /**
   * Looks at all that the run will write to, before any work.
   *
   * @throws InputError with everything that is in the way
   */
  private Preparation.Found check(RunFolders folders, Configuration hadoop) throws SQLException {
    List<String> problems = new ArrayList<>(folders.readAsInput(inputs, hadoop));
    if (problems.isEmpty()) {
      problems.addAll(folders.unwritable(hadoop));
    }
    try {
      Preparation.Found found = preparation.check();
      if (found.load().isPresent() || problems.isEmpty()) {
        return found;
      }
    } catch (InputError e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    throw new InputError(String.join("\n", problems));
  }

  private RunResult process(SparkSession spark, RunFolders folders, Set<String> notNull)
      throws Exception {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    RedshiftLoad load = new RedshiftLoad(redshift, spec, runId, clock);
    try {
      return work(spark, folders, notNull, load);
    } catch (InputError e) {
      folders.discard(hadoop);
      throw e;
    } catch (Exception e) {
      return loadedMeanwhile(e, load)
          .orElseThrow(
              () -> {
                folders.discard(hadoop);
                return e;
              });
    }
  }

  private RunResult work(
      SparkSession spark, RunFolders folders, Set<String> notNull, RedshiftLoad load)
      throws IOException, InterruptedException, SQLException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Extracted extracted =
        new Extract(spark, spec, runId, started, notNull)
            .run(inputs, folders.work().toString(), folders.quarantine().toString());
    // Not before: an input with too many rejects leaves Redshift as it was.
    preparation.change();
    Staged staged = Staged.write(spark, spec, extracted, folders.work() + "/copy", slices());
    staged.counts().requireIdentity();
    RedshiftLoad.Outcome outcome = load.run(staged.files(), staged.counts(), started, hadoop);
    if (outcome.isRepeat()) {
      return result(RunResult.Status.ALREADY_LOADED, outcome.load(), Map.of());
    }
    RowsEvent.of(outcome.load()).post(spark.sparkContext());
    return result(RunResult.Status.LOADED, outcome.load(), extracted.rejectedByReason());
  }

  private int slices() throws SQLException {
    int given = spec.copyFiles().slices();
    return given > 0 ? given : preparation.slices();
  }

  /**
   * Whoever loads first removes the files of all attempts at the run; for the others that is no
   * failure.
   */
  private Optional<RunResult> loadedMeanwhile(Exception failure, RedshiftLoad load) {
    try {
      Optional<LoadRecord> found = load.find();
      found.ifPresent(record -> LOG.info("another attempt has loaded this run", failure));
      return found.map(record -> result(RunResult.Status.ALREADY_LOADED, record, Map.of()));
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }

  private void requireMaster() {
    if (!conf.contains("spark.master")) {
      throw new InputError(
          "spark.master is not set: start the job with spark-submit, or pass --master to it");
    }
  }

  private RunResult result(
      RunResult.Status status, LoadRecord load, Map<String, Long> rejectedByReason) {
    String target = spec.target().qualifiedName();
    return new RunResult(spec.name(), runId, target, status, load, rejectedByReason);
  }
}
