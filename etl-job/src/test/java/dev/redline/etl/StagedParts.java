package dev.redline.etl;

import dev.redline.etl.load.Preparation;
import dev.redline.etl.load.Redshift;
import dev.redline.etl.load.RedshiftLoad;
import dev.redline.etl.storage.ParquetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/**
 * A run of the parts job whose rows are staged already, so that its load can be tried without
 * Spark. Its main program is a driver that can be killed.
 *
 * @param spec of the job
 * @param folders of the run
 */
public record StagedParts(JobSpec spec, RunFolders folders) {
  private static final Configuration HADOOP = new Configuration();

  /** Stages the rows of a query, as Spark would have left them. */
  public static StagedParts write(Path specFile, String runId, String attempt, String query)
      throws IOException, SQLException {
    StagedParts parts = of(specFile, runId, attempt);
    Path copy = Path.of(parts.folders.work().toUri()).resolve("copy");
    Files.createDirectories(copy);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + copy + "/part-0.parquet' (FORMAT parquet)");
    }
    return parts;
  }

  /** Rows in the types that the parts table has. */
  public static String rows(String... rows) {
    return "SELECT v.p::VARCHAR AS part_no, v.d::DATE AS day, v.price::DECIMAL(6,2) AS price,"
        + " v.s::SMALLINT AS stock FROM (VALUES "
        + String.join(", ", rows)
        + ") v(p, d, price, s)";
  }

  static StagedParts of(Path specFile, String runId, String attempt) {
    JobSpec spec = JobSpec.read(specFile, Map.of());
    return new StagedParts(spec, RunFolders.of(spec, runId, attempt, HADOOP));
  }

  /** The staged files. */
  public ParquetFolder files() throws IOException {
    return ParquetFolder.list(folders.work() + "/copy", HADOOP);
  }

  /** Counts that add up, of a run without rejects or duplicates. */
  public RowCounts counts() throws IOException {
    long rows = files().rows();
    return new RowCounts(OptionalLong.of(rows), 0, Map.of(), rows, rows, rows, rows);
  }

  /** What the job does once its rows are staged. */
  public RedshiftLoad.Outcome load(Redshift redshift, String runId) throws Exception {
    Preparation preparation = new Preparation(redshift, spec, runId);
    Optional<dev.redline.etl.load.LoadRecord> before = preparation.check().load();
    preparation.change();
    RedshiftLoad.Outcome outcome =
        before.isPresent()
            ? new RedshiftLoad.Outcome(before.get(), true)
            : new RedshiftLoad(redshift, spec, runId, Clock.systemUTC())
                .run(files(), counts(), Clock.systemUTC().instant(), HADOOP);
    folders.clean(HADOOP);
    return outcome;
  }

  /** Loads once: spec file, run id, attempt. */
  public static void main(String[] args) throws Exception {
    StagedParts parts = of(Path.of(args[0]), args[1], args[2]);
    Redshift redshift = Redshift.of(parts.spec.connection(), System.getenv());
    System.out.println(List.of(parts.load(redshift, args[1])));
  }
}
