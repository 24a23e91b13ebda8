package dev.redline.replay;

import java.util.ArrayList;
import java.util.List;

/** Writes event logs as Spark does, for tests. */
final class LogText {
  private final List<String> lines = new ArrayList<>();
  private long nowMs = 1_700_000_000_000L;

  static LogText start() {
    LogText log = new LogText();
    log.add("{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.6\"}");
    log.add(
        """
        {"Event":"SparkListenerEnvironmentUpdate","JVM Information":{},"Spark Properties":\
        {"spark.executor.memory":"1g","spark.executor.instances":"2"}}\
        """);
    log.add(
        """
        {"Event":"SparkListenerApplicationStart","App Name":"t","App ID":"app-1",\
        "Timestamp":%d,"User":"u"}\
        """
            .formatted(log.nowMs));
    return log;
  }

  LogText add(String line) {
    lines.add(line);
    return this;
  }

  LogText executorAdded(String id) {
    return add(
        """
        {"Event":"SparkListenerExecutorAdded","Timestamp":%d,"Executor ID":"%s",\
        "Executor Info":{"Host":"h","Total Cores":4,"Log Urls":{"x":"y"}}}\
        """
            .formatted(tick(), id));
  }

  LogText executorRemoved(String id, String reason) {
    return add(
        """
        {"Event":"SparkListenerExecutorRemoved","Timestamp":%d,"Executor ID":"%s",\
        "Removed Reason":"%s"}\
        """
            .formatted(tick(), id, reason));
  }

  LogText jobStarted() {
    return add(
        """
        {"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":%d,"Stage Infos":[{"a":[1]}],\
        "Stage IDs":[0],"Properties":{"k":"v"}}\
        """
            .formatted(tick()));
  }

  LogText taskSucceeded(int index, String executor, long shuffleBytes) {
    return task(
        index,
        executor,
        "{\"Reason\":\"Success\"}",
        """
        ,"Task Metrics":{"Executor Run Time":100,"JVM GC Time":1,"Disk Bytes Spilled":5,\
        "Shuffle Read Metrics":{"Remote Bytes Read":7,"Local Bytes Read":3},\
        "Shuffle Write Metrics":{"Shuffle Bytes Written":%d}}\
        """
            .formatted(shuffleBytes));
  }

  LogText taskLost(int index, String executor) {
    return task(
        index,
        executor,
        "{\"Reason\":\"ExecutorLostFailure\",\"Executor ID\":\"" + executor + "\"}",
        "");
  }

  private LogText task(int index, String executor, String reason, String metrics) {
    return add(
        """
        {"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task Type":"ResultTask",\
        "Task End Reason":%s,"Task Info":{"Task ID":%d,"Index":%d,"Attempt":0,"Launch Time":%d,\
        "Executor ID":"%s","Host":"h","Finish Time":%d}%s}\
        """
            .formatted(reason, index, index, nowMs, executor, tick(), metrics));
  }

  LogText ended() {
    nowMs += 60_000;
    return add("{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":%d}".formatted(nowMs));
  }

  private long tick() {
    nowMs += 1_000;
    return nowMs;
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
