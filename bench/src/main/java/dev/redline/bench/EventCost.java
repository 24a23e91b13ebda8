package dev.redline.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What {@link EventBenchmark} measures, in processor time of the calling thread and in bytes it
 * allocated: numbers that other processes on the machine do not change, as they change JMH's.
 */
public final class EventCost {
  private static final List<String> LISTENERS =
      List.of("redline", "appStatus", "eventLogging", "sparkMeasureTasks", "sparkMeasureStages");
  private static final int ROUNDS = 5;
  private static final long ROUND_NS = 400_000_000;
  private static final long WARM_UP_NS = 2_000_000_000;
  private static final int BATCH = 512;

  private static final com.sun.management.ThreadMXBean THREAD =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private EventCost() {}

  /** In one go: a peer keeps every task, and ran out of memory otherwise. */
  private static final long MAX_EVENTS = 1_000_000;

  private record Cost(double ns, double bytes) {}

  /** Measures all listeners, or those named, and prints a table. */
  public static void main(String[] args) throws IOException {
    System.out.println(
        "| listener | task start and end | stage start and end | heartbeat |\n"
            + "| --- | --- | --- | --- |");
    for (String listener : args.length == 0 ? LISTENERS : List.of(args)) {
      EventBenchmark events = new EventBenchmark();
      events.listener = listener;
      events.makeEvents();
      System.out.printf(
          "| %s | %s | %s | %s |%n",
          listener,
          cost(events, events::task),
          cost(events, events::stage),
          cost(events, events::heartbeat));
    }
    System.exit(0);
  }

  private static String cost(EventBenchmark events, Runnable event) throws IOException {
    events.attach();
    measure(event, WARM_UP_NS);
    events.detach();
    List<Double> ns = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      events.attach();
      Cost cost = measure(event, ROUND_NS);
      events.detach();
      ns.add(cost.ns);
      bytes.add(cost.bytes);
    }
    Collections.sort(ns);
    Collections.sort(bytes);
    return "%,.0f ns (%,.0f to %,.0f), %,.0f B"
        .formatted(ns.get(ROUNDS / 2), ns.get(0), ns.get(ROUNDS - 1), bytes.get(ROUNDS / 2));
  }

  private static Cost measure(Runnable event, long forNs) {
    long beganNs = THREAD.getCurrentThreadCpuTime();
    long beganBytes = THREAD.getCurrentThreadAllocatedBytes();
    long count = 0;
    long spentNs = 0;
    while (spentNs < forNs && count < MAX_EVENTS) {
      for (int i = 0; i < BATCH; i++) {
        event.run();
      }
      count += BATCH;
      spentNs = THREAD.getCurrentThreadCpuTime() - beganNs;
    }
    long bytes = THREAD.getCurrentThreadAllocatedBytes() - beganBytes;
    return new Cost((double) spentNs / count, (double) bytes / count);
  }
}
