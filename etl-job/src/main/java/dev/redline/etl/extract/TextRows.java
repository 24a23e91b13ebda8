package dev.redline.etl.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.redline.etl.JobSpec.Format;
import dev.redline.etl.JobSpec.Source;
import dev.redline.etl.JobSpec.SourceColumn;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV and JSON lines, records in the order of the files, in tasks that hang on the files
 * alone.
 */
record TextRows(
    Source source, RowNormaliser normaliser, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<List<Slice>, Row> {
  private static final long serialVersionUID = 1L;

  static Dataset<Row> read(
      SparkSession spark, Source source, RowNormaliser normaliser, InputFiles inputs) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = context.hadoopConfiguration();
    Codecs codecs = new Codecs(hadoop);
    List<List<Slice>> tasks =
        Slices.tasks(inputs.files(), file -> isWhole(source) || codecs.of(new Path(file)) != null);
    JavaRDD<Row> rows =
        context
            .parallelize(tasks, Math.max(1, tasks.size()))
            .flatMap(
                new TextRows(
                    source, normaliser, context.broadcast(new SerializableConfiguration(hadoop))));
    return spark.createDataFrame(rows, Marks.typed(normaliser.schema()));
  }

  /** Nobody who begins in the middle of a file knows whether a quote is open there. */
  private static boolean isWhole(Source source) {
    return source.format() == Format.CSV && source.csv().multiline();
  }

  @Override
  public Iterator<Row> call(List<Slice> slices) {
    RecordReader records = RecordReader.of(source, slices, hadoop.value().value());
    TaskContext.get()
        .addTaskCompletionListener(
            (org.apache.spark.util.TaskCompletionListener) done -> records.close());
    List<String> names = normaliser.schema().stream().map(SourceColumn::name).toList();
    RecordParser parser =
        source.format() == Format.CSV
            ? new CsvRecordParser(source.csv(), names.size())
            : new JsonRecordParser(names);
    return new Rows(records, parser, normaliser.task());
  }

  private record Rows(RecordReader records, RecordParser parser, RowNormaliser.Task normaliser)
      implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public Row next() {
      RawRecord record = records.next();
      String text = RowNormaliser.decoded(record.bytes(), record.lengthBytes());
      if (text == null || text.indexOf('\0') >= 0) {
        return row(rejected(RejectReason.BAD_ENCODING), record, lossy(record), base64(record));
      }
      Object[] values = parser.parse(text);
      return row(
          values == null ? rejected(RejectReason.MALFORMED) : normaliser.normalise(values),
          record,
          text,
          null);
    }

    private TypedRow rejected(RejectReason reason) {
      return TypedRow.rejected(normaliser.columns(), reason);
    }

    private static String lossy(RawRecord record) {
      return new String(record.bytes(), 0, record.lengthBytes(), UTF_8).replace('\0', '\uFFFD');
    }

    private static String base64(RawRecord record) {
      return Base64.getEncoder()
          .encodeToString(Arrays.copyOf(record.bytes(), record.lengthBytes()));
    }

    private static Row row(TypedRow typed, RawRecord record, String text, @Nullable String base64) {
      int columns = typed.values().length;
      Object[] all = Arrays.copyOf(typed.values(), columns + Marks.ALL.size());
      RejectReason reason = typed.reason();
      all[columns] = reason == null ? null : reason.name();
      all[columns + 1] = typed.columns();
      all[columns + 2] = text;
      all[columns + 3] = base64;
      all[columns + 4] = record.file();
      all[columns + 5] = record.position();
      return RowFactory.create(all);
    }
  }
}
