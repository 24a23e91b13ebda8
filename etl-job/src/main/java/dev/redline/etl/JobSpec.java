package dev.redline.etl;

import dev.redline.etl.transform.DedupeSettings;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a job does, as written in its spec file: what it reads, which row of a key is newest, and
 * the table it loads. Checked when read: every name below refers to something that exists in the
 * spec. Immutable; holds no password.
 *
 * @param name the job's name in Spark, in the audit table and in messages
 * @param schema the columns of the source, in the order of the file
 * @param key source columns that identify a thing; a row without one of them is rejected
 * @param ordering source columns, most significant first; larger is newer, NULL is oldest
 * @param staging folder for files that live as long as the run
 * @param rejects folder for rows that do not fit, kept per run
 * @param iamRole role that Redshift assumes to read the staged files
 * @param copyFiles size and number of the files that are staged for COPY
 * @param quality which rows are refused, and how many may be
 * @param dedupe how the newest rows are found
 * @param shuffleStorage a folder in S3 for shuffle files, empty for the local disks
 * @param spark Spark settings, weaker than those of spark-submit
 */
public record JobSpec(
    String name,
    Source source,
    List<SourceColumn> schema,
    List<String> key,
    List<String> ordering,
    Target target,
    String staging,
    String rejects,
    String iamRole,
    Warehouse connection,
    CopyFiles copyFiles,
    Quality quality,
    DedupeSettings dedupe,
    String shuffleStorage,
    Map<String, String> spark) {

  /** Defends the lists against later changes. */
  public JobSpec {
    schema = List.copyOf(schema);
    key = List.copyOf(key);
    ordering = List.copyOf(ordering);
    spark = Map.copyOf(spark);
  }

  /**
   * Reads and checks a spec.
   *
   * @param params values of the {@code ${name}} placeholders
   * @throws InputError with every problem of the spec at once
   */
  public static JobSpec read(Path file, Map<String, String> params) {
    return new JobSpecReader(file, params).read();
  }

  /** The target columns that carry the key, in the order of {@link #key()}. */
  public List<String> targetKey() {
    return key.stream().map(target::carrierOf).toList();
  }

  /** Those of {@link #targetKey()} that hold texts. */
  public List<String> textKey() {
    return key.stream()
        .filter(name -> target.typeOf(name).maxBytes() > 0)
        .map(target::carrierOf)
        .toList();
  }

  /** The target columns that carry the ordering, in the order of {@link #ordering()}. */
  public List<String> targetOrdering() {
    return ordering.stream().map(target::carrierOf).toList();
  }

  /**
   * The raw files.
   *
   * @param path a file, a folder or a glob
   * @param csv how CSV is written; of no account to other formats
   */
  public record Source(Format format, String path, CsvFormat csv) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** What the raw files hold. */
  public enum Format {
    /** A record per line or, where the spec says so, over several; values in the schema's order. */
    CSV,
    /** A JSON object per line, its values by name. */
    JSON,
    /** Parquet files, their columns by name. */
    PARQUET
  }

  /**
   * How CSV is written.
   *
   * @param header whether the first line of each file names the columns
   * @param nullToken the text that stands for a missing value; an empty field does too
   * @param escape what stands before a quote within quotes; the quote itself where it is doubled
   * @param multiline whether a record may go over several lines, within quotes; a file is then read
   *     by one task
   */
  public record CsvFormat(
      boolean header, String nullToken, char delimiter, char quote, char escape, boolean multiline)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Which rows are refused, and how many may be.
   *
   * @param maxRejectRatio share of the input's rows, 0 to 1, above which the run fails before it
   *     loads
   * @param maxFuture how far after the run's start a time of the ordering may lie
   * @param earliest the day before which a time of the ordering is taken for a mistake
   * @param rejectNullOrdering whether a row whose first ordering column is missing is refused; else
   *     it is the oldest of its key
   */
  public record Quality(
      double maxRejectRatio, Duration maxFuture, LocalDate earliest, boolean rejectNullOrdering)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What holds where a spec says nothing. */
    public static final Quality DEFAULT =
        new Quality(0.1, Duration.ofDays(1), LocalDate.of(1900, 1, 1), false);
  }

  /** A column of the source and its type in Spark SQL, for example {@code decimal(10,2)}. */
  public record SourceColumn(String name, String type) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The table to load.
   *
   * @param schema the Redshift schema
   * @param auditTable the table of finished loads, in the same schema
   * @param createIfMissing whether the job creates both tables where they do not exist
   * @param evolveSchema whether the job adds missing columns and widens texts that are too narrow
   * @param distKey the distribution key of a table that is created; empty: Redshift chooses
   * @param sortKey the sort key of a table that is created; empty: Redshift chooses
   */
  public record Target(
      String schema,
      String table,
      String auditTable,
      boolean createIfMissing,
      boolean evolveSchema,
      String distKey,
      List<String> sortKey,
      List<TargetColumn> columns) {

    /** Defends the lists against later changes. */
    public Target {
      sortKey = List.copyOf(sortKey);
      columns = List.copyOf(columns);
    }

    /** Names of all columns, in order. */
    public List<String> columnNames() {
      return columns.stream().map(TargetColumn::name).toList();
    }

    /** As a person writes it: {@code schema.table}. */
    public String qualifiedName() {
      return schema + "." + table;
    }

    boolean carries(String sourceColumn) {
      return columns.stream().anyMatch(column -> column.carries(sourceColumn));
    }

    RedshiftType typeOf(String sourceColumn) {
      return carrier(sourceColumn).type();
    }

    private String carrierOf(String sourceColumn) {
      return carrier(sourceColumn).name();
    }

    private TargetColumn carrier(String sourceColumn) {
      return columns.stream()
          .filter(column -> column.carries(sourceColumn))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * A column of the table.
   *
   * @param expression Spark SQL over the source columns
   */
  public record TargetColumn(String name, RedshiftType type, String expression) {
    /** Whether it is more than the source column of the same name. */
    boolean hasOwnExpression() {
      return !carries(name);
    }

    boolean carries(String sourceColumn) {
      return expression.equals(sourceColumn) || expression.equals('`' + sourceColumn + '`');
    }
  }

  /** Where Redshift answers, and how the job logs in. Holds no secret. */
  public record Warehouse(String url, Login login) {}

  /**
   * How many files COPY is given, and how large. Size wins: fewer files where they would have less
   * than 1 MB, more where they would have more than {@code fileBytes}, always a multiple of the
   * slices.
   *
   * @param files how many where their size leaves the choice
   * @param fileBytes the most that one file aims at, of compressed Parquet
   * @param slices of the cluster; 0: ask it, and take 1 where it does not say (Serverless)
   */
  public record CopyFiles(int files, long fileBytes, int slices) {
    /** From the guide this project grew from. */
    public static final int DEFAULT_FILES = 50;

    /** AWS asks for 1 MB to 1 GB; columnar files of this size and more are split by COPY itself. */
    public static final long DEFAULT_BYTES = 128L * 1024 * 1024;

    static final long LEAST_BYTES = 1024 * 1024;
    static final long MOST_BYTES = 1024 * 1024 * 1024;
  }

  /** How the job proves who it is. The secret itself is looked up when the run begins. */
  public sealed interface Login {
    /**
     * A user and the name of the environment variable that holds the password.
     *
     * @param variable never the password itself
     */
    record Password(String user, String variable) implements Login {}

    /**
     * A secret of AWS Secrets Manager with the fields {@code username} and {@code password}.
     *
     * @param id its name or ARN
     * @param region empty: from the ARN, or else where the job runs
     */
    record Secret(String id, String region) implements Login {}

    /**
     * Temporary credentials of a provisioned cluster, for the role under which the job runs.
     *
     * @param user the database user; empty: Redshift derives it from the role
     * @param region empty: where the job runs
     */
    record Cluster(String cluster, String user, String region) implements Login {}

    /** Temporary credentials of a Serverless workgroup, for the role under which the job runs. */
    record Workgroup(String workgroup, String region) implements Login {}
  }
}
