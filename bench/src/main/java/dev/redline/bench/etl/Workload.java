package dev.redline.bench.etl;

import java.util.List;

/**
 * An input and how it is run.
 *
 * @param title for the table
 * @param data the folder of its files; two workloads may share one
 * @param key what makes a group
 * @param ordering what makes a row newer; no two rows of a key are equal in it
 * @param heap of the process, as the JVM takes it
 */
record Workload(
    String name, String title, Data data, List<String> key, List<String> ordering, String heap) {
  private static final List<String> EVENT_KEY = List.of("id");
  private static final List<String> EVENT_ORDERING = List.of("delivered");
  private static final List<String> SHIPPED = List.of("l_shipdate", "l_orderkey", "l_linenumber");

  /** All of them; {@code quick} leaves out the large ones. */
  static List<Workload> all(boolean quick) {
    long events = quick ? 200_000 : 3_000_000;
    Data wide = Data.wide(events, 0);
    List<Workload> small =
        List.of(
            events("flights-5", "flights-3m, 5 % redelivered", Data.flights(quick, false), "2g"),
            events("flights-30", "flights-3m, 30 per key", Data.flights(quick, true), "2g"),
            events("wide-5", "500-byte rows, 5 % redelivered", wide, "2g"),
            new Workload(
                "wide-text",
                "500-byte rows, keys with a text",
                wide,
                List.of("device", "at"),
                EVENT_ORDERING,
                "2g"),
            events("wide-tight", "500-byte rows, tight heap", wide, quick ? "512m" : "640m"),
            events("wide-hot", "500-byte rows, 30 % on one key", Data.wide(events, 0.3), "2g"));
    if (quick) {
      return small;
    }
    return java.util.stream.Stream.concat(
            small.stream(),
            java.util.stream.Stream.of("0.167", "0.5", "1", "2").map(Workload::lineItems))
        .toList();
  }

  private static Workload events(String name, String title, Data data, String heap) {
    return new Workload(name, title, data, EVENT_KEY, EVENT_ORDERING, heap);
  }

  private static Workload lineItems(String scale) {
    return new Workload(
        "tpch-" + scale,
        "TPC-H lineitem, SF " + scale + ", newest per part",
        Data.lineItems(Double.parseDouble(scale)),
        List.of("l_partkey"),
        SHIPPED,
        "2g");
  }
}
