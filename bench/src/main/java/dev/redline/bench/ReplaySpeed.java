package dev.redline.bench;

import dev.redline.catalog.Settings;
import dev.redline.listener.engine.Engine;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.spark.EventTranslator;
import dev.redline.replay.ReplayCommand;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkFirehoseListener;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.ReplayListenerBus;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.util.JsonProtocol;
import picocli.CommandLine;

/**
 * How fast a generated event log is judged: by {@code redline replay}, and by Spark's own
 * ReplayListenerBus that hands the same events to the same engine.
 */
public final class ReplaySpeed {
  private static final int ROUNDS = 4;
  private static final int STAGES = 20;
  private static final int EXECUTORS = 200;
  private static final long START = 1_700_000_000_000L;

  private ReplaySpeed() {}

  /** Writes a log of about as many megabytes as are asked for (150), and reads it both ways. */
  public static void main(String[] args) throws IOException {
    int megabytes = args.length == 0 ? 150 : Integer.parseInt(args[0]);
    Path log = Files.createTempFile("bench", ".eventlog");
    try {
      write(log, megabytes * 1_000_000L);
      List<Double> ours = new ArrayList<>();
      List<Double> sparks = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        ours.add(rate(log, ReplaySpeed::redline));
        sparks.add(rate(log, ReplaySpeed::spark));
      }
      // The first round warms up.
      double our = best(ours.subList(1, ROUNDS));
      double spark = best(sparks.subList(1, ROUNDS));
      System.out.printf(
          "replay of %d MB: redline replay %.0f MB/s, ReplayListenerBus %.0f MB/s, %.1f times"
              + " (rounds: %s and %s)%n",
          Files.size(log) / 1_000_000, our, spark, our / spark, whole(ours), whole(sparks));
    } finally {
      Files.delete(log);
    }
  }

  private static double best(List<Double> rates) {
    return rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static List<Long> whole(List<Double> rates) {
    return rates.stream().map(Math::round).toList();
  }

  private interface Reading {
    void read(Path log) throws IOException;
  }

  private static double rate(Path log, Reading reading) throws IOException {
    System.gc();
    long began = System.nanoTime();
    reading.read(log);
    return Files.size(log) / 1e6 / ((System.nanoTime() - began) / 1e9);
  }

  private static void redline(Path log) {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new ReplayCommand()).setOut(new PrintWriter(out)).execute(log.toString());
    if (exitCode != 0 || !out.toString().contains("\"badLines\":0")) {
      throw new IllegalStateException("the log was not judged: " + out);
    }
  }

  private static void spark(Path log) throws IOException {
    EventTranslator translator = new EventTranslator(() -> START);
    Engine engine =
        new Engine(Settings.defaults(), new ExecutorSize(1 << 30, 384 << 20), 0, signal -> {});
    ReplayListenerBus bus = new ReplayListenerBus();
    bus.addListener(
        new SparkFirehoseListener() {
          @Override
          public void onEvent(SparkListenerEvent event) {
            Signal signal = translator.translate(event);
            if (signal != null) {
              engine.accept(signal);
            }
          }
        });
    try (InputStream in = Files.newInputStream(log)) {
      bus.replay(in, log.toString(), false, ReplayListenerBus.SELECT_ALL_FILTER());
    }
  }

  private static void write(Path log, long bytes) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(log)) {
      line(out, "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.6\"}");
      for (int i = 0; i < EXECUTORS; i++) {
        line(out, JsonProtocol.sparkEventToJsonString(Events.added(i, START)));
      }
      long written = 0;
      TaskMetrics metrics = Events.metrics();
      for (int id = 0; id < STAGES; id++) {
        StageInfo stage = Events.stage(id, 1_000);
        event(out, Events.job(List.of(stage)));
        event(out, new SparkListenerStageSubmitted(stage, new java.util.Properties()));
        for (int task = 0; written < bytes * (id + 1) / STAGES; task++) {
          SparkListenerTaskEnd end =
              Events.taskEnd(id, task, EXECUTORS, START + 1_000L * id + task, metrics);
          written += event(out, new SparkListenerTaskStart(id, 0, end.taskInfo()));
          written += event(out, end);
        }
        event(out, new SparkListenerStageCompleted(stage));
      }
    }
  }

  private static int event(BufferedWriter out, SparkListenerEvent event) throws IOException {
    return line(out, JsonProtocol.sparkEventToJsonString(event));
  }

  private static int line(BufferedWriter out, String line) throws IOException {
    out.write(line);
    out.write('\n');
    return line.length() + 1;
  }
}
