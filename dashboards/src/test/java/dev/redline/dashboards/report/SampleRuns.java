package dev.redline.dashboards.report;

import dev.redline.listener.policy.Verdict;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.Application;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import dev.redline.listener.run.RunRecord.Limits;
import dev.redline.listener.run.RunRecord.Rows;
import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.run.RunRecord.Totals;
import dev.redline.listener.run.RunRecorder;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs as they happen: a short healthy one, a long one with warnings, one that was stopped. */
final class SampleRuns {
  static final long START = Instant.parse("2026-11-22T02:00:04Z").toEpochMilli();
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;
  static final Limits LIMITS = new Limits(10 * GIB, 0.8, 0.2);

  private SampleRuns() {}

  /** A dedupe of a small file: 34 s, two executors, overhead not measured. */
  static RunRecord healthy() {
    List<Sample> timeline = new ArrayList<>();
    for (int i = 0; i < 34; i++) {
      long written = i < 9 ? 0 : Math.min(38, (i - 8) * 4L) * MIB;
      boolean heartbeat = i % 10 == 9;
      Memory memory =
          heartbeat ? new Memory(0.18 + i * 0.004, null, 0.35 + i * 0.012, null) : Memory.NONE;
      Double utilization = i < 3 ? null : i < 26 ? 0.5 + 0.35 * Math.sin(i * 0.9) : 0.12;
      timeline.add(
          new Sample(
              START + i * 1_000L,
              written,
              0,
              0,
              memory,
              utilization,
              utilization == null ? null : 0.02 + 0.01 * Math.sin(i),
              i < 2 ? 0 : 2,
              0,
              0));
    }
    return new RunRecord(
        RunRecord.VERSION,
        application("flights-last-seen", "laptop"),
        START,
        START + 34_000,
        true,
        "enforce",
        Verdict.healthy(),
        List.of(),
        LIMITS,
        new Totals(
            38 * MIB,
            0,
            38 * MIB,
            0,
            9,
            0,
            212,
            0,
            0,
            2,
            2,
            2,
            0,
            0,
            peak(timeline),
            0.47,
            0.021,
            new Rows(336_776L, 2_512L, 330_221L, 4_043L)),
        List.of(),
        timeline,
        List.of(
            new StageShuffle(2, "dedupe at EtlJob.java:88", 31 * MIB, 0),
            new StageShuffle(4, "save at ParquetStage.java:41", 7 * MIB, 0)),
        List.of(new SqlShuffle(1, "save at ParquetStage.java:41", 38 * MIB, 0)),
        configuration(),
        List.of(
            "Memory overhead was not measured: set"
                + " spark.executor.processTreeMetrics.enabled=true to see it"));
  }

  /** Stretches of one length that spill the same each. */
  static RunRecord spilling(int stretches, int seconds, long bytes) {
    List<Sample> timeline = new ArrayList<>();
    for (int i = 0; i < stretches; i++) {
      timeline.add(
          new Sample(
              START + 1_000L * seconds * i,
              0,
              0,
              (i + 1) * bytes,
              Memory.NONE,
              null,
              null,
              2,
              0,
              0));
    }
    RunRecord run = healthy();
    long endMs = START + 1_000L * seconds * stretches;
    Totals totals =
        new Totals(
            0,
            0,
            0,
            stretches * bytes,
            0,
            0,
            0,
            0,
            0,
            2,
            2,
            2,
            0,
            0,
            Memory.NONE,
            null,
            null,
            Rows.NONE);
    return new RunRecord(
        run.version(),
        run.application(),
        START,
        endMs,
        true,
        run.mode(),
        run.verdict(),
        List.of(),
        run.limits(),
        totals,
        List.of(),
        timeline,
        List.of(),
        List.of(),
        run.configuration(),
        List.of());
  }

  /** Two hours on forty executors: shuffle and live heap cross their redlines, scale-in at work. */
  static RunRecord warning() {
    List<Sample> timeline = new ArrayList<>();
    Random random = new Random(7);
    long end = START + 7_200_000;
    for (int i = 0; i < 600; i++) {
      double t = i / 600.0;
      long written = (long) (13.4 * GIB * Math.pow(t, 1.4));
      long repeated = t < 0.55 ? 0 : (long) (1.9 * GIB * (t - 0.55) / 0.45);
      double heap = 0.42 + 0.42 * t + 0.03 * random.nextGaussian();
      Memory memory =
          new Memory(
              Math.min(0.86, heap),
              0.38 + 0.05 * Math.sin(i / 25.0),
              Math.min(0.97, heap + 0.18 + 0.04 * random.nextGaussian()),
              0.81 + 0.03 * Math.sin(i / 40.0));
      int executors = i < 10 ? i * 4 : Math.min(40, 40 - (i - 420) / 9);
      timeline.add(
          new Sample(
              START + i * 12_000L,
              written,
              repeated,
              t < 0.4 ? 0 : (long) (3 * GIB * (t - 0.4) / 0.6),
              memory,
              Math.max(
                  0.05,
                  Math.min(1, 0.62 + 0.2 * Math.sin(i / 30.0) + 0.05 * random.nextGaussian())),
              Math.max(0, 0.03 + 0.11 * t * t + 0.01 * random.nextGaussian()),
              executors,
              0,
              0));
    }
    List<Loss> losses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      losses.add(
          new Loss(
              Integer.toString(40 - i),
              START + 5_040_000 + i * 108_000L,
              LossCause.SCALED_IN,
              false,
              "spark-idle-timeout",
              "Executor %d killed by driver: idle for 60 s".formatted(40 - i)));
    }
    losses.add(
        7,
        new Loss(
            "23",
            START + 5_700_000,
            LossCause.CONTAINER_OOM,
            true,
            "yarn-physical-memory",
            "Container killed by YARN for exceeding physical memory limits. 9.1 GB of 9 GB physical"
                + " memory used. Consider boosting spark.executor.memoryOverhead."));
    Verdict shuffle =
        new Verdict(
            Severity.WARN,
            "shuffle",
            START + 5_820_000,
            null,
            "The run has written 10.0 GiB to shuffle, above its redline of 10 GiB",
            List.of("Stage 14 wrote 8.9 GiB of it", "1.9 GiB was work done again"),
            List.of(
                "Drop columns before the join of stage 14",
                "Write shuffle to S3: --write-shuffle-files-to-s3 on Glue"),
            Retry.YES);
    Verdict heap =
        new Verdict(
            Severity.WARN,
            "memory",
            START + 6_480_000,
            null,
            "Executor 17 keeps 81 % of its heap after collections, above the redline of 80 %",
            List.of(),
            List.of("Raise spark.executor.memory from 8g to 10g, or use G.2X workers"),
            Retry.YES_WITH_MORE_MEMORY);
    return new RunRecord(
        RunRecord.VERSION,
        application("nightly-orders", "prod"),
        START,
        end,
        true,
        "observe",
        shuffle,
        List.of(shuffle, heap),
        LIMITS,
        new Totals(
            (long) (13.4 * GIB),
            (long) (1.9 * GIB),
            12 * GIB,
            3 * GIB,
            31,
            0,
            48_211,
            17,
            4,
            41,
            41,
            40,
            21,
            1,
            peak(timeline),
            0.61,
            0.084,
            new Rows(90_412_338L, 120_775L, 31_200_118L, 59_091_445L)),
        losses,
        timeline,
        List.of(
            new StageShuffle(
                14, "join at Orders.scala:212", (long) (8.9 * GIB), (long) (1.9 * GIB)),
            new StageShuffle(9, "exchange at Orders.scala:140", (long) (3.1 * GIB), 0),
            new StageShuffle(17, "save at RedshiftLoad.java:77", (long) (1.4 * GIB), 0)),
        List.of(),
        configuration(),
        List.of());
  }

  /** The long run with a fifth of its samples: what previews show. */
  static RunRecord preview() {
    RunRecord run = warning();
    List<Sample> timeline = new ArrayList<>();
    for (int i = 0; i < run.timeline().size(); i += 5) {
      Sample first = run.timeline().get(i);
      Sample last = run.timeline().get(i + 4);
      timeline.add(
          new Sample(
              first.atMs(),
              last.shuffleWriteBytes(),
              last.repeatedShuffleWriteBytes(),
              last.spillDiskBytes(),
              last.memory(),
              last.utilization(),
              last.gcRatio(),
              last.executors(),
              0,
              0));
    }
    return new RunRecord(
        run.version(),
        run.application(),
        run.startedAtMs(),
        run.endedAtMs(),
        run.complete(),
        run.mode(),
        run.verdict(),
        run.warnings(),
        run.limits(),
        run.totals(),
        run.losses(),
        timeline,
        run.topStages(),
        run.topSqlExecutions(),
        run.configuration(),
        run.notes());
  }

  /** Executors die of the heap one after the other; the guard stops the run at 3:48. */
  static RunRecord stopped() {
    List<Sample> timeline = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 114; i++) {
      long at = START + i * 2_000L;
      boolean dying = i % 26 > 18 && i > 26;
      double heap = Math.min(0.99, 0.3 + 0.68 * (i % 26) / 26.0);
      timeline.add(
          new Sample(
              at,
              Math.min(760, i * 9L) * MIB,
              Math.max(0, i - 40) * 7L * MIB,
              Math.max(0, i - 25) * MIB,
              new Memory(heap, 0.22 + 0.01 * random.nextGaussian(), Math.min(1, heap + 0.08), 0.7),
              dying ? 0.35 : Math.min(1, 0.9 + 0.05 * random.nextGaussian()),
              Math.min(0.9, 0.08 + 0.6 * Math.pow((i % 26) / 26.0, 3)),
              i < 4 ? 0 : dying ? 3 : 4,
              0,
              0));
    }
    List<Loss> losses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      losses.add(
          new Loss(
              Integer.toString(i + 1),
              START + 92_000 + i * 44_500L,
              i == 2 ? LossCause.KILLED : LossCause.HEAP_OOM,
              true,
              i == 2 ? "exit-137" : "exit-52",
              i == 2
                  ? "Command exited with code 137"
                  : "Unable to create executor due to java.lang.OutOfMemoryError: Java heap space;"
                      + " Command exited with code 52"));
    }
    losses.add(
        2,
        new Loss(
            "7",
            START + 150_000,
            LossCause.NODE_LOST,
            false,
            "worker-lost",
            "Worker worker-20261122-10.0.3.17 lost: Not receiving heartbeat for 60 seconds"));
    Verdict stop =
        new Verdict(
            Severity.STOP,
            "poison-task",
            START + 226_500,
            LossCause.HEAP_OOM,
            "The task of partition 17 of stage 6 has run 2 executors out of memory, on different"
                + " hosts: it will kill every executor it gets",
            List.of(
                "Executor 1 was lost at 1:32 and executor 4 at 3:45, both with exit code 52",
                "The partition holds 61 % of the stage's input: the key is skewed"),
            List.of(
                "Salt or pre-aggregate the key before stage 6, so that no partition is 20 times the"
                    + " median",
                "Or give executors more heap: spark.executor.memory from 2g to 4g"),
            Retry.YES_WITH_MORE_MEMORY);
    return new RunRecord(
        RunRecord.VERSION,
        application("clickstream-dedupe", "prod"),
        START,
        START + 228_000,
        true,
        "enforce",
        stop,
        List.of(stop),
        LIMITS,
        new Totals(
            760 * MIB,
            511 * MIB,
            600 * MIB,
            90 * MIB,
            7,
            1,
            1_204,
            23,
            2,
            9,
            5,
            4,
            5,
            4,
            peak(timeline),
            0.79,
            0.31,
            Rows.NONE),
        losses,
        timeline,
        List.of(new StageShuffle(6, "window at Dedupe.java:53", 700 * MIB, 511 * MIB)),
        List.of(),
        configuration(),
        List.of());
  }

  /**
   * As large as a record can be: ten hours on 10,000 executors, with 2,000 losses, put together by
   * the recorder itself.
   */
  static RunRecord largest() {
    int executors = 10_000;
    long tenHoursMs = 10 * 3_600_000L;
    RunRecorder recorder = new RunRecorder(START, new ExecutorSize(8 * GIB, GIB));
    for (int i = 0; i < executors; i++) {
      recorder.accept(new ExecutorAdded(START + i, Integer.toString(i), 4));
    }
    recorder.accept(new FleetChanged(START + executors, executors, 4 * executors));
    List<LossCause> causes = List.of(LossCause.values());
    for (int i = 0; i < 2 * RunRecord.MAX_LOSSES; i++) {
      LossCause cause = causes.get(i % causes.size());
      String reason = "Executor " + i + " lost: " + "a reason of some length, ".repeat(8);
      recorder.accept(
          new ExecutorLost(
              START + i * 18_000L,
              new Loss(
                  Integer.toString(i),
                  START + i * 18_000L,
                  cause,
                  cause.isCounted(),
                  "rule-" + i % 7,
                  reason)));
    }
    for (int i = 0; i < 3_600; i++) {
      Memory memory = new Memory(0.5 + 0.3 * Math.sin(i / 9.0), 0.4, 0.9, 0.8);
      recorder.accept(new MemoryAssessed(START + i * 10_000L, "1", memory));
    }
    recorder.accept(new RunEnded(START + tenHoursMs));
    RunRecorder.Reading reading = recorder.read();
    RunRecord run = warning();
    return new RunRecord(
        run.version(),
        run.application(),
        reading.startedAtMs(),
        reading.endedAtMs(),
        reading.complete(),
        run.mode(),
        run.verdict(),
        run.warnings(),
        run.limits(),
        reading.totals(),
        reading.losses(),
        reading.timeline(),
        run.topStages(),
        run.topSqlExecutions(),
        run.configuration(),
        run.notes());
  }

  /** The run with this application and job name. */
  static RunRecord named(RunRecord run, String name) {
    Application old = run.application();
    return new RunRecord(
        run.version(),
        new Application(
            old.id(), name, name, old.environment(), old.sparkVersion(), old.redlineVersion()),
        run.startedAtMs(),
        run.endedAtMs(),
        run.complete(),
        run.mode(),
        run.verdict(),
        run.warnings(),
        run.limits(),
        run.totals(),
        run.losses(),
        run.timeline(),
        run.topStages(),
        run.topSqlExecutions(),
        run.configuration(),
        run.notes());
  }

  private static Memory peak(List<Sample> timeline) {
    return new Memory(
        highest(timeline, Memory::liveHeapRatio),
        highest(timeline, Memory::overheadRatio),
        highest(timeline, Memory::heapRatio),
        highest(timeline, Memory::containerRatio));
  }

  private static @Nullable Double highest(
      List<Sample> timeline, Function<Memory, @Nullable Double> ratio) {
    return timeline.stream()
        .flatMap(sample -> Stream.ofNullable(ratio.apply(sample.memory())))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Application application(String jobName, String environment) {
    return new Application(
        "app-20261122020004-0007", jobName + " 2026-11-21", jobName, environment, "3.5.6", "0.1.0");
  }

  private static List<ConfigurationEntry> configuration() {
    return List.of(
        new ConfigurationEntry("spark.executor.cores", "4", true),
        new ConfigurationEntry("spark.executor.memory", "8g", true),
        new ConfigurationEntry("spark.hadoop.fs.s3a.access.key", "AKIAIOSFODNN7EXAMPLE", true),
        new ConfigurationEntry("spark.etl.url", "jdbc:redshift://h/db?password=hunter2", true),
        new ConfigurationEntry("spark.redline.mode", "enforce", false),
        new ConfigurationEntry("spark.redline.shuffle.limit", "10g", false),
        new ConfigurationEntry("spark.redline.utilization.grace", "10m", false),
        new ConfigurationEntry("spark.sql.shuffle.partitions", "200", false));
  }
}
