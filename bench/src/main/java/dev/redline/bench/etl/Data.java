package dev.redline.bench.etl;

import static org.apache.spark.sql.functions.expr;

import dev.redline.sandbox.dataset.FlightsParquet;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.IOException;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * An input that is made, not committed: the same rows every time.
 *
 * @param folder where it is kept, below the benchmark's own
 */
record Data(String folder, Recipe recipe) {
  private static final int FILES = 16;

  /** Makes the rows. */
  interface Recipe {
    Dataset<Row> rows(SparkSession spark) throws IOException;
  }

  /**
   * The real flights, with injected redeliveries: 5 % of them come again, later; or every flight
   * gets one of a thirtieth as many ids, so that 30 share one.
   */
  static Data flights(boolean quick, boolean thirtyPerKey) {
    String folder = (thirtyPerKey ? "flights-30" : "flights-5") + (quick ? "-quick" : "");
    return new Data(
        folder,
        spark -> {
          Dataset<Row> flights = spark.read().parquet(FlightsParquet.fetch().toString());
          Dataset<Row> numbered =
              (quick ? flights.limit(300_000) : flights)
                  .selectExpr("monotonically_increasing_id() AS id", "*");
          return thirtyPerKey
              ? numbered.selectExpr(
                  "pmod(xxhash64(id), " + (quick ? 10_000 : 100_000) + ") AS id",
                  "id AS delivered",
                  "date",
                  "delay",
                  "distance",
                  "origin",
                  "destination")
              : redelivered(numbered);
        });
  }

  /** Rows of some 500 bytes: an id, times, a device, and a payload that does not compress well. */
  static Data wide(long rows, double hotShare) {
    return new Data(
        "wide-" + rows + (hotShare > 0 ? "-hot" : ""),
        spark -> {
          Dataset<Row> events =
              spark
                  .range(0, rows, 1, FILES)
                  .selectExpr(
                      hotShare > 0
                          ? "if(pmod(xxhash64(id, 7), 1000) < "
                              + hotShare * 1000
                              + ", -1, id) AS id"
                          : "id",
                      "timestamp_seconds(1700000000 + id) AS at",
                      "concat('device-', pmod(xxhash64(id, 1), 5000)) AS device",
                      "concat(sha2(string(id), 512), sha2(string(-id), 512),"
                          + " repeat(concat('status=', id % 7, ';'), 18)) AS payload",
                      "id AS delivered");
          return hotShare > 0
              ? events.select("id", "delivered", "at", "device", "payload")
              : redelivered(events.drop("delivered"));
        });
  }

  /** TPC-H's lineitem by a generator that others wrote. */
  static Data lineItems(double scale) {
    return new Data(
        "lineitem-" + scale,
        spark ->
            spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(IntStream.rangeClosed(1, FILES).boxed().toList(), FILES)
                    .flatMap(new LineItems(scale)),
                LineItems.SCHEMA));
  }

  private static Dataset<Row> redelivered(Dataset<Row> rows) {
    Dataset<Row> first = rows.withColumn("delivered", expr("2 * id"));
    Dataset<Row> again =
        rows.filter("pmod(xxhash64(id, 42), 100) < 5").withColumn("delivered", expr("2 * id + 1"));
    return first.unionByName(again);
  }

  private record LineItems(double scale) implements FlatMapFunction<Integer, Row> {
    private static final long serialVersionUID = 1L;

    static final StructType SCHEMA =
        StructType.fromDDL(
            "l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber int,"
                + " l_quantity bigint, l_extendedprice double, l_discount double, l_tax double,"
                + " l_returnflag string, l_linestatus string, l_shipdate int, l_commitdate int,"
                + " l_receiptdate int, l_shipinstruct string, l_shipmode string, l_comment string");

    @Override
    public Iterator<Row> call(Integer part) {
      return StreamSupport.stream(new LineItemGenerator(scale, part, FILES).spliterator(), false)
          .map(LineItems::row)
          .iterator();
    }

    private static Row row(LineItem item) {
      return RowFactory.create(
          item.getOrderKey(),
          item.getPartKey(),
          item.getSupplierKey(),
          item.getLineNumber(),
          item.getQuantity(),
          item.getExtendedPrice(),
          item.getDiscount(),
          item.getTax(),
          item.getReturnFlag(),
          item.getStatus(),
          item.getShipDate(),
          item.getCommitDate(),
          item.getReceiptDate(),
          item.getShipInstructions(),
          item.getShipMode(),
          item.getComment());
    }
  }
}
