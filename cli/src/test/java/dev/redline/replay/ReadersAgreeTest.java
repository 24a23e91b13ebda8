package dev.redline.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.spark.EventTranslator;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.util.JsonProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A live run and a replayed one see the same facts: each event, read by Spark and translated as the
 * listener does, gives the same signal as its line in the log.
 */
class ReadersAgreeTest {
  private static final Path LOGS =
      Path.of(System.getProperty("redline.root"), "sample-data/event-logs");

  private final List<Signal> told = new ArrayList<>();
  private final EventReader reader = new EventReader(new Told());

  private final class Told implements EventSink {
    @Override
    public void sparkVersion(String version) {}

    @Override
    public void configuration(Map<String, String> entries) {}

    @Override
    public void signal(Signal signal) {
      told.add(signal);
    }
  }

  private List<Signal> replayed(String line) throws IOException {
    told.clear();
    assertThat(reader.readStream(new ByteArrayInputStream(line.getBytes(UTF_8)))).isTrue();
    return List.copyOf(told);
  }

  private static List<Signal> live(String line) {
    return live(line, 0);
  }

  /** The clock is looked at for events that have no time of their own. */
  private static List<Signal> live(String line, long clockMs) {
    SparkListenerEvent event = JsonProtocol.sparkEventFromJson(line);
    Signal signal = new EventTranslator(() -> clockMs).translate(event);
    return signal == null ? List.of() : List.of(signal);
  }

  static Stream<Path> logs() throws IOException {
    return Files.list(LOGS).sorted();
  }

  /** Lines of kinds that a listener is told of in the same form, on the Spark of this build. */
  private static boolean isComparable(String line) {
    return !line.contains("\"SparkListenerStageExecutorMetrics\"")
        && !line.contains("\"SparkListenerLogStart\"")
        && !line.contains("Blacklisted");
  }

  /** The exit code of Spark 4 is lost on Spark 3.5, which reads the line for the listener here. */
  private static Signal plain(Signal signal) {
    return signal instanceof RunEnded ended ? new RunEnded(ended.atMs()) : signal;
  }

  @ParameterizedTest
  @MethodSource("logs")
  void onEveryEventOfRealRuns(Path log) throws Exception {
    int signals = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(log)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (isComparable(line)) {
          List<Signal> fromLog = replayed(line).stream().map(ReadersAgreeTest::plain).toList();
          long clockMs = fromLog.isEmpty() ? 0 : fromLog.get(0).atMs();
          assertThat(fromLog).as(line).isEqualTo(live(line, clockMs));
          signals += fromLog.size();
        }
      }
    }
    assertThat(signals).isGreaterThan(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"Reason":"FetchFailed","Block Manager Address":{"Executor ID":"4","Host":"h","Port":1},
         "Shuffle ID":0,"Map ID":1,"Map Index":2,"Reduce ID":3,"Message":"gone"}
        """,
        """
        {"Reason":"FetchFailed","Shuffle ID":0,"Map ID":1,"Map Index":2,"Reduce ID":3,
         "Message":"Missing an output location"}
        """,
        """
        {"Reason":"ExecutorLostFailure","Executor ID":"4","Exit Caused By App":true,
         "Loss Reason":"Command exited with code 52"}
        """,
        """
        {"Reason":"ExceptionFailure","Class Name":"java.lang.OutOfMemoryError","Description":"",
         "Stack Trace":[],"Full Stack Trace":"x","Accumulator Updates":[]}
        """,
        """
        {"Reason":"ExceptionFailure","Class Name":"java.lang.RuntimeException","Description":"",
         "Stack Trace":[],"Full Stack Trace":"x\\nCaused by: java.lang.OutOfMemoryError: y",
         "Accumulator Updates":[]}
        """,
        """
        {"Reason":"ExceptionFailure","Class Name":"java.lang.RuntimeException","Description":"",
         "Stack Trace":[],"Full Stack Trace":"no java.lang.OutOfMemoryError as cause",
         "Accumulator Updates":[]}
        """,
        "{\"Reason\":\"TaskKilled\",\"Kill Reason\":\"x\",\"Accumulator Updates\":[]}",
        "{\"Reason\":\"TaskCommitDenied\",\"Job ID\":1,\"Partition ID\":2,\"Attempt Number\":3}",
        "{\"Reason\":\"Resubmitted\"}",
        "{\"Reason\":\"TaskResultLost\"}",
        "{\"Reason\":\"UnknownReason\"}",
        "{\"Reason\":\"Success\"}"
      })
  void onEveryWayATaskEnds(String reason) throws Exception {
    String line =
        """
        {"Event":"SparkListenerTaskEnd","Stage ID":7,"Stage Attempt ID":1,
         "Task Type":"ResultTask","Task End Reason":%s,
         "Task Info":{"Task ID":17,"Index":3,"Attempt":0,"Partition ID":3,"Launch Time":1000,
         "Executor ID":"2","Host":"h","Locality":"ANY","Speculative":false,
         "Getting Result Time":0,"Finish Time":1500,"Failed":true,"Killed":false,
         "Accumulables":[]},
         "Task Executor Metrics":{"JVMHeapMemory":70,"ProcessTreeJVMRSSMemory":80}}
        """
            .formatted(reason)
            .replace("\n", " ");
    assertThat(replayed(line)).hasSize(1).isEqualTo(live(line));
  }

  /** A heartbeat has no time of its own: the listener's clock, or the time of the event before. */
  @Test
  void onHeartbeatsButForTheirTime() throws Exception {
    String line =
        """
        {"Event":"SparkListenerExecutorMetricsUpdate","Executor ID":"2","Metrics Updated":[],
         "Executor Metrics Updated":[{"Stage ID":7,"Stage Attempt ID":0,"Executor Metrics":
         {"JVMHeapMemory":500,"ProcessTreeJVMRSSMemory":1000,"ProcessTreePythonRSSMemory":200,
         "ProcessTreeOtherRSSMemory":30}},{"Stage ID":8,"Stage Attempt ID":0,"Executor Metrics":
         {"JVMHeapMemory":300}}]}
        """
            .replace("\n", " ");
    assertThat(replayed(line))
        .isEqualTo(live(line))
        .containsExactly(new MemoryMeasured(0, "2", 500, 1_230));
  }
}
