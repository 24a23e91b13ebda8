package dev.redline.demo;

import dev.redline.dashboards.report.Report;
import dev.redline.dashboards.report.RunRecords;
import dev.redline.listener.run.RunRecord;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import dev.redline.sandbox.spark.SparkDistribution;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bin/run-local}: runs the ETL job on real flights, on a Spark of several processes, with
 * the agent attached as a user attaches it, into a stand-in of Redshift, and says how it went.
 *
 * <p>Exits with the driver's exit code: 0, or the guard's when it stopped the run; 70 when the rows
 * do not add up; 2 for wrong usage.
 */
@Command(
    name = "run-local",
    mixinStandardHelpOptions = true,
    version = "Redline 0.1.0",
    sortOptions = false,
    description =
        "Runs the ETL job on real input with the agent attached, on this machine alone.%n"
            + "Redshift is played by an embedded PostgreSQL: no AWS account is needed or used.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the run was healthy and every row is accounted for",
      "2:wrong usage",
      "70:the rows do not add up, or the run ended in another way than it should",
      "86:the guard stopped the run"
    })
public final class RunLocal implements Callable<Integer> {
  private static final int NOT_AS_IT_SHOULD = 70;
  private static final int STOPPED = 86;
  private static final String MARK = ".redline-run-local";

  @Option(
      names = "--break",
      paramLabel = "heap|kill|none",
      defaultValue = "none",
      description = "How to make the executors really die (default: ${DEFAULT-VALUE}).")
  private Break failure = Break.NONE;

  @Option(
      names = "--spark",
      paramLabel = "3.5|4.1",
      defaultValue = "3.5",
      description = "Which Spark to run on (default: ${DEFAULT-VALUE}, as AWS Glue 5.1).")
  private String spark = "3.5";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the Redshift stand-in (default: any free one).")
  private int port;

  @Option(names = "--root", hidden = true, required = true)
  private Path root = Path.of(".");

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Folder for everything the run writes; emptied first (default: .run-local).")
  private @Nullable Path chosenWork;

  private final PrintStream out = System.out;

  /** Runs the demonstration. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new RunLocal())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              command.getErr().println("run-local: " + exception.getMessage());
              return NOT_AS_IT_SHOULD;
            });
  }

  @Override
  public Integer call() throws Exception {
    SparkDistribution distribution = SparkDistribution.ofLine(spark);
    Path work = emptied(work());
    out.println("Redline: the newest flight of every aircraft, loaded into Redshift (a stand-in)");
    out.println(Summary.line("input", "nycflights13, 336,776 real flights of 2013 (CC0)"));
    out.println(
        Summary.line(
            "spark",
            "%s, a driver and two executors of 1 GB, the agent attached by --jars and"
                    .formatted(distribution.line())
                + " spark.extraListeners"));
    out.println(Summary.line("redshift", "a stand-in: PostgreSQL, spoken to by redshift-jdbc42"));
    out.println(Summary.line("showing", failure.story()));
    out.println();
    Path csv = Flights.unpack(root.resolve("sample-data/flights.csv.zip"), work.resolve("input"));
    try (RedshiftStandIn redshift = standIn()) {
      LocalJob job = new LocalJob(root, work, distribution, csv, redshift, failure);
      int exitCode = job.run(out);
      return report(job, exitCode, csv, redshift);
    }
  }

  private Path work() {
    Path folder = chosenWork == null ? root.resolve(".run-local") : chosenWork;
    return folder.toAbsolutePath().normalize();
  }

  private RedshiftStandIn standIn() throws IOException {
    return RedshiftStandIn.builder().port(port).start();
  }

  private int report(LocalJob job, int exitCode, Path csv, RedshiftStandIn redshift)
      throws IOException, SQLException {
    List<String> lines = new ArrayList<>();
    boolean asItShould = exitCode == (failure == Break.NONE ? 0 : STOPPED);
    if (Files.exists(job.result())) {
      JobResult result = JobResult.read(job.result());
      Identity identity = new Identity(result.rows(), Flights.records(csv), rows(redshift));
      lines.addAll(Summary.rows(identity, result));
      asItShould &= identity.faults().isEmpty();
    } else {
      lines.add(Summary.line("rows", "none loaded; the table holds " + rowsOrNone(redshift)));
    }
    if (Files.exists(job.record())) {
      RunRecord run = RunRecords.read(job.record());
      Files.writeString(job.report(), Report.html(run));
      lines.addAll(Summary.run(run));
      lines.addAll(Summary.verdict(run));
      lines.add(Summary.file("report", job.report()));
      lines.add(Summary.file("verdict", job.verdict()));
      lines.add(Summary.line("replay", "bin/redline replay " + job.eventLogs()));
    } else {
      asItShould = false;
      lines.add(Summary.line("guard", "left no run record at " + job.record()));
    }
    lines.add(Summary.line("exit code", exitCode + (exitCode == STOPPED ? " (the guard's)" : "")));
    out.println();
    lines.forEach(out::println);
    return asItShould ? exitCode : NOT_AS_IT_SHOULD;
  }

  private static long rows(RedshiftStandIn redshift) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), redshift.password());
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery("SELECT count(*) FROM public.aircraft_last_seen")) {
      count.next();
      return count.getLong(1);
    }
  }

  private static String rowsOrNone(RedshiftStandIn redshift) {
    try {
      return rows(redshift) + " rows";
    } catch (SQLException e) {
      return "nothing, it was not created";
    }
  }

  /** Empties a folder of an earlier run; never one that holds anything else. */
  private static Path emptied(Path folder) throws IOException {
    if (Files.isDirectory(folder) && !Files.exists(folder.resolve(MARK)) && !isEmpty(folder)) {
      throw new IOException(
          folder + " is not a folder of an earlier run and is not empty: give --work another");
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(MARK), "bin/run-local empties this folder at every start\n");
    return folder;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.findAny().isEmpty();
    }
  }
}
