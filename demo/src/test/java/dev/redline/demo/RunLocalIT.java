package dev.redline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.replay.ReplayCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The demonstration as a newcomer sees it, through the processes that {@code bin/run-local} has.
 */
class RunLocalIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));

  @TempDir Path folder;

  private record Seen(int exitCode, String out, String err) {}

  private Seen runLocal(String... args) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RunLocal.class.getName(),
            "--root",
            ROOT.toString(),
            "--work",
            folder.resolve("work").toString());
    command.command().addAll(List.of(args));
    Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(8, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Seen(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void loadsTheFlightsAndAccountsForEveryRow() throws Exception {
    Seen seen = runLocal("--spark", "4.1");
    assertThat(seen.exitCode()).as(seen.err + seen.out).isZero();
    assertThat(seen.out)
        .contains("raw 336,776 = rejected 2,512 + duplicates 330,221 + loaded 4,043")
        .contains("checked: 336,776 records in the file, 4,043 rows in the table")
        .contains("HEALTHY", "of the 10 GiB redline", "no executor was lost", "a stand-in");
    assertThat(seen.err).doesNotContain("REDLINE", "ERROR");
    assertThat(folder.resolve("work/report.html")).content().contains("aircraft-last-seen");
    assertReplaySeesWhatTheGuardSaw();
  }

  /** The event log of the run, through the replay, gives the totals of the live run record. */
  private void assertReplaySeesWhatTheGuardSaw() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new ReplayCommand())
            .setOut(new PrintWriter(out))
            .execute(folder.resolve("work/events").toString());
    assertThat(exitCode).isZero();
    JsonNode replayed = mapper.readTree(out.toString());
    JsonNode live = mapper.readTree(folder.resolve("work/run.json").toFile());
    assertThat(replayed.path("verdict").asText()).isEqualTo("HEALTHY");
    assertThat(replayed.path("complete").asBoolean()).isTrue();
    assertThat(replayed.path("appId")).isEqualTo(live.at("/application/id"));
    for (String total :
        List.of(
            "shuffleWriteBytes",
            "repeatedShuffleWriteBytes",
            "shuffleReadBytes",
            "spillDiskBytes",
            "tasks",
            "executorsAdded")) {
      assertThat(replayed.path(total)).as(total).isEqualTo(live.path("totals").path(total));
    }
  }

  @Test
  void isEndedByTheGuardWhenTasksExhaustTheHeap() throws Exception {
    Seen seen = runLocal("--break", "heap");
    assertThat(seen.exitCode()).as(seen.err + seen.out).isEqualTo(86);
    assertThat(seen.err.lines().filter(line -> line.startsWith("REDLINE STOP:")))
        .as(seen.err + seen.out)
        .singleElement()
        .asString()
        .contains("cause=HEAP_OOM");
    assertThat(seen.out).contains("STOP (", "YES_WITH_MORE_MEMORY", "exit code 86");
    assertThat(folder.resolve("work/verdict.json")).content().contains("\"stopped\":true");
    theReportShowsTheVerdictFile();
  }

  /** Member by member, and in words where a reader looks first. */
  private void theReportShowsTheVerdictFile() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode verdict = mapper.readTree(folder.resolve("work/verdict.json").toFile());
    String page = Files.readString(folder.resolve("work/report.html"));
    String shown = page.replaceAll("(?s).*<pre[^>]*>(\\{.*?)</pre>.*", "$1");
    assertThat(mapper.readTree(text(shown))).isEqualTo(verdict);
    assertThat(text(page))
        .contains("<strong>STOPPED</strong> <span>" + verdict.path("summary").asText() + "</span>")
        .contains("by the rule " + verdict.path("policy").asText())
        .contains("cause " + verdict.path("cause").asText())
        .contains("ended the run with exit code " + verdict.path("exitCode").asInt());
    for (String list : List.of("evidence", "advice", "notes")) {
      verdict
          .path(list)
          .forEach(line -> assertThat(text(page)).contains("<li>" + line.asText() + "</li>"));
    }
  }

  private static String text(String markup) {
    return markup
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  @Test
  void isEndedByTheGuardWhenExecutorsAreKilledAgainAndAgain() throws Exception {
    Seen seen = runLocal("--break", "kill");
    assertThat(seen.exitCode()).as(seen.err + seen.out).isEqualTo(86);
    assertThat(seen.err.lines().filter(line -> line.startsWith("REDLINE STOP:")))
        .as(seen.err + seen.out)
        .singleElement()
        .asString()
        .contains("policy=death-rate", "cause=KILLED");
    assertThat(seen.out).contains("kill -9: executor");
  }

  @Test
  void refusesAnOptionItDoesNotKnow() throws Exception {
    Seen seen = runLocal("--break", "everything");
    assertThat(seen.exitCode()).isEqualTo(2);
    assertThat(seen.err).contains("--break", "everything", "HEAP");
  }

  @Test
  void namesABusyPort() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Seen seen = runLocal("--port", String.valueOf(busy.getLocalPort()));
      assertThat(seen.exitCode()).isEqualTo(70);
      assertThat(seen.err).contains("port " + busy.getLocalPort(), "taken");
    }
  }
}
