package dev.redline.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A log of any length, made while it is read: jobs of one stage and a thousand tasks each, no two
 * tasks alike, on executors that come and go. Run as a program, it judges such a log and prints
 * what was found.
 */
final class LongLog extends InputStream {
  private static final int TASKS_OF_STAGE = 1_000;
  private static final int STAGES_OF_EXECUTOR = 10;
  private static final long START = 1_700_000_000_000L;

  private static final String STAGE =
      """
      {"Event":"SparkListenerJobStart","Job ID":%1$d,"Submission Time":%2$d,"Stage IDs":[%1$d]}
      {"Event":"SparkListenerExecutorAdded","Timestamp":%2$d,"Executor ID":"%3$d","Executor Info":{"Host":"h","Total Cores":4}}
      {"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":%1$d,"Stage Attempt ID":0,"Stage Name":"map %1$d","Submission Time":%2$d}}
      """;
  private static final String TASK =
      """
      {"Event":"SparkListenerTaskStart","Stage ID":%1$d,"Stage Attempt ID":0,"Task Info":{"Task ID":%4$d,"Index":%5$d,"Attempt":0,"Launch Time":%2$d,"Executor ID":"%3$d"}}
      {"Event":"SparkListenerTaskEnd","Stage ID":%1$d,"Stage Attempt ID":0,"Task Type":"ShuffleMapTask","Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":%4$d,"Index":%5$d,"Attempt":0,"Launch Time":%2$d,"Executor ID":"%3$d","Finish Time":%2$d,"Failed":false,"Killed":false},"Task Executor Metrics":{"JVMHeapMemory":700000000},"Task Metrics":{"Executor Run Time":3,"JVM GC Time":0,"Disk Bytes Spilled":1,"Shuffle Write Metrics":{"Shuffle Bytes Written":10}}}
      """;
  private static final String STAGE_END =
      """
      {"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":%1$d,"Stage Attempt ID":0,"Stage Name":"map %1$d","Completion Time":%2$d}}
      {"Event":"SparkListenerJobEnd","Job ID":%1$d,"Completion Time":%2$d,"Job Result":{"Result":"JobSucceeded"}}
      """;
  private static final String EXECUTOR_END =
      """
      {"Event":"SparkListenerExecutorRemoved","Timestamp":%2$d,"Executor ID":"%3$d","Removed Reason":"Executor killed by driver."}
      """;

  private final long tasks;
  private long made;
  private long bytes;
  private byte[] text = {};
  private int at;

  private LongLog(long tasks) {
    this.tasks = tasks;
  }

  /** Prints the tasks and bytes that were found, and how long the log was. */
  public static void main(String[] args) throws IOException {
    LongLog log = new LongLog(Long.parseLong(args[0]));
    Replay replay = new Replay(Map.of());
    replay.read(log);
    RunRecord.Totals totals = replay.record().totals();
    System.out.printf(
        "%d tasks, %d bytes of shuffle, %d executors, %d bad lines, in %,d bytes of log%n",
        totals.tasks(),
        totals.shuffleWriteBytes(),
        totals.executorsAdded(),
        replay.badLines(),
        log.bytes);
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("in pieces only");
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    if (at == text.length) {
      if (made == tasks) {
        return -1;
      }
      text = next().getBytes(US_ASCII);
      at = 0;
      bytes += text.length;
    }
    int count = Math.min(length, text.length - at);
    System.arraycopy(text, at, to, offset, count);
    at += count;
    return count;
  }

  /** The lines of the next task, and of what begins or ends with it. */
  private String next() {
    long index = made % TASKS_OF_STAGE;
    StringBuilder lines = new StringBuilder();
    if (index == 0) {
      fill(lines, STAGE);
    }
    fill(lines, TASK);
    if (index == TASKS_OF_STAGE - 1) {
      fill(lines, STAGE_END);
      if (made / TASKS_OF_STAGE % STAGES_OF_EXECUTOR == STAGES_OF_EXECUTOR - 1) {
        fill(lines, EXECUTOR_END);
      }
    }
    made++;
    return lines.toString();
  }

  /** As String.format would, which would take longer than all the rest. */
  private void fill(StringBuilder lines, String template) {
    long stage = made / TASKS_OF_STAGE;
    long[] values = {stage, START + made, stage / STAGES_OF_EXECUTOR, made, made % TASKS_OF_STAGE};
    int from = 0;
    for (int hole = template.indexOf('%'); hole >= 0; hole = template.indexOf('%', from)) {
      lines.append(template, from, hole).append(values[template.charAt(hole + 1) - '1']);
      from = hole + "%1$d".length();
    }
    lines.append(template, from, template.length());
  }
}
