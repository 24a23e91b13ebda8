package dev.redline.bench.etl;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The job as first written: read, window, write, COPY into the target. It checks nothing, rejects
 * nothing and cannot be run twice: {@code NaiveLoad CSV-FOLDER WORK-FOLDER JDBC-URL USER}, the
 * password in the environment.
 */
public final class NaiveLoad {
  private static final ObjectMapper JSON = new ObjectMapper();

  private NaiveLoad() {}

  /** Runs the job. */
  public static void main(String[] args) throws Exception {
    Path staged = Path.of(args[1], "staged");
    try (SparkSession spark =
        SparkSession.builder().config("spark.sql.shuffle.partitions", "400").getOrCreate()) {
      Variant.newest(
              spark.read().schema(Load.SCHEMA).option("header", "true").csv(args[0]),
              Load.workload())
          .write()
          .parquet(staged.toString());
    }
    Path manifest = Path.of(args[1], "manifest.json");
    JSON.writeValue(manifest.toFile(), manifest(staged));
    try (Connection connection =
            DriverManager.getConnection(args[2], args[3], System.getenv(Load.PASSWORD));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE naive_events (" + Load.COLUMNS + ")");
      statement.execute(
          "COPY naive_events FROM '"
              + manifest.toUri()
              + "' IAM_ROLE '"
              + Load.ROLE
              + "' FORMAT AS PARQUET MANIFEST");
    }
  }

  private static ObjectNode manifest(Path staged) throws Exception {
    ObjectNode manifest = JSON.createObjectNode();
    ArrayNode entries = manifest.putArray("entries");
    for (ParquetFile file : ParquetFolder.list(staged.toString(), new Configuration()).files()) {
      ObjectNode entry = entries.addObject();
      entry.put("url", staged.resolve(file.name()).toUri().toString());
      entry.put("mandatory", true);
      entry.putObject("meta").put("content_length", file.lengthBytes());
    }
    return manifest;
  }
}
