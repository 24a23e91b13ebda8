package dev.redline.listener;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.removed;
import static dev.redline.listener.signal.Facts.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import dev.redline.listener.action.Application;
import dev.redline.listener.action.Exit;
import dev.redline.listener.action.Mode;
import dev.redline.listener.meter.LogLines;
import dev.redline.listener.run.LocalStorage;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import dev.redline.listener.run.Storage;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.RunStarted;
import dev.redline.listener.signal.TaskOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class GuardTest {
  private static final String HEAP_OOM = "Command exited with code 52";

  @TempDir Path folder;

  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final WayOut exit = new WayOut();
  private final Map<String, String> settings = new HashMap<>();
  private Storage storage = new LocalStorage();
  private String jobName = "load";

  /** A process that notes how it would have ended. */
  private static final class WayOut implements Exit {
    private final List<String> taken = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile CountDownLatch open = new CountDownLatch(0);

    /** Keeps the process until something has happened, on however slow a machine. */
    CountDownLatch holdOnce() {
      open = new CountDownLatch(1);
      return open;
    }

    @Override
    public void exit(int code) {
      assertThat(awaitQuietly(open)).isTrue();
      note("exit " + code);
    }

    @Override
    public void halt(int code) {
      note("halt " + code);
    }

    private synchronized void note(String way) {
      taken.add(way);
      end.countDown();
    }

    synchronized List<String> taken() {
      return List.copyOf(taken);
    }
  }

  /** An application whose program has ended. */
  private static final class Ended implements Application {

    @Override
    public boolean drawsProgress() {
      return false;
    }

    @Override
    public void cancelAllJobs(String reason) {
      // No jobs are left.
    }

    @Override
    public Optional<String> criticalSection() {
      return Optional.empty();
    }

    @Override
    public boolean isMainRunning() {
      return false;
    }

    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public void endCompanions() {
      // None were started.
    }
  }

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    // No limit of the guard's shall cut short what a slow machine has not come to yet.
    settings.put("spark.redline.stop.announcement", "1m");
    settings.put("spark.redline.flush.deadline", "1m");
    settings.put("spark.redline.stop.deadline", "5m");
    settings.put("spark.redline.verdict.path", folder.resolve("out/verdict.json").toString());
    settings.put("spark.redline.record.path", folder.resolve("out/run.json").toString());
  }

  @AfterEach
  void restore() {
    System.setErr(stderr);
  }

  private List<String> verdictLines() {
    return printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("REDLINE"))
        .toList();
  }

  private Guard guard(Mode mode) {
    RunIdentity identity =
        new RunIdentity(
            "Load sales",
            jobName,
            "",
            "test",
            "3.5.6",
            SIZE,
            0,
            true,
            List.of(new ConfigurationEntry("spark.a", "b", true)));
    return new Guard(Settings.from(settings), mode, identity, new Ended(), storage, exit);
  }

  private static void accept(Guard guard, Signal... signals) {
    for (Signal signal : signals) {
      guard.accept(signal, s -> s);
    }
  }

  private static void dies(Guard guard) {
    accept(guard, new RunStarted(1, "app-1", "Load sales"), new JobStarted(1, 0));
    for (int i = 1; i <= 4; i++) {
      accept(guard, removed(i, "" + i, HEAP_OOM));
    }
  }

  private void awaitExit() throws InterruptedException {
    assertThat(exit.end.await(90, TimeUnit.SECONDS)).as("the process ended").isTrue();
  }

  private String file(String name) throws Exception {
    String text = Files.readString(folder.resolve("out").resolve(name));
    if (name.equals("verdict.json")) {
      assertThat(VerdictSchema.problems(text)).as(text).isEmpty();
    }
    return text;
  }

  @Test
  void stopsADoomedRunAndSaysWhy() throws Exception {
    dies(guard(Mode.ENFORCE));
    awaitExit();
    assertThat(exit.taken()).containsExactly("exit 86");
    assertThat(verdictLines())
        .singleElement()
        .asString()
        .startsWith("REDLINE STOP: 4 executors lost by memory")
        .contains("[policy=death-rate cause=HEAP_OOM retry=YES_WITH_MORE_MEMORY exit=86 app=app-1")
        .contains("job=\"load\"] Try: set spark.executor.memory=8192m");
    assertThat(file("verdict.json"))
        .contains("\"verdict\":\"STOP\"", "\"stopped\":true", "\"exitCode\":86", "\"app-1\"");
    assertThat(file("run.json"))
        .contains("\"mode\":\"enforce\"", "\"countedLosses\":4", "\"spark.a\"");
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatHappensAfterTheStopDoesNotChangeTheVerdict() throws Exception {
    Guard guard = guard(Mode.ENFORCE);
    dies(guard);
    accept(
        guard,
        removed(9, "9", "Command exited with code 134"),
        task(10, 1, "1", TaskOutcome.SUCCEEDED),
        new RunEnded(11));
    awaitExit();
    assertThat(file("run.json")).contains("\"losses\":4,\"countedLosses\":4", "\"tasks\":0");
    assertThat(exit.taken()).containsExactly("exit 86");
  }

  @Test
  void onlyObserves() throws Exception {
    Guard guard = guard(Mode.OBSERVE);
    dies(guard);
    accept(guard, new RunEnded(9));
    guard.atProcessEnd();
    assertThat(exit.taken()).isEmpty();
    assertThat(file("verdict.json"))
        .contains("\"verdict\":\"STOP\"", "\"stopped\":false", "\"exitCode\":null");
    assertThat(file("run.json"))
        .contains("The guard only observed: it would have stopped this run");
  }

  @Test
  void leavesAHealthyRunAlone() throws Exception {
    Guard guard = guard(Mode.ENFORCE);
    accept(guard, new RunStarted(1, "app-1", "n"), task(2, 1, "1", TaskOutcome.SUCCEEDED));
    guard.accept("no signal", event -> null);
    accept(guard, new RunEnded(3));
    guard.atProcessEnd();
    assertThat(exit.taken()).isEmpty();
    assertThat(verdictLines()).isEmpty();
    assertThat(file("verdict.json")).contains("\"verdict\":\"HEALTHY\"").endsWith("}\n");
    assertThat(file("run.json")).contains("\"complete\":true", "\"tasks\":1");
  }

  @Test
  void endsARunWhoseEndWasNeverAnnounced() throws Exception {
    Guard guard = guard(Mode.ENFORCE);
    accept(guard, task(2, 1, "1", TaskOutcome.SUCCEEDED));
    guard.atProcessEnd();
    assertThat(file("run.json")).contains("\"complete\":false");
  }

  enum Failure {
    EXCEPTION(new IllegalStateException("a bug")),
    LINKAGE(new NoSuchMethodError("another Scala")),
    MEMORY(new OutOfMemoryError("Java heap space")),
    STACK(new StackOverflowError());

    private final Throwable thrown;

    Failure(Throwable thrown) {
      this.thrown = thrown;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @ParameterizedTest
  @EnumSource
  void disablesItselfAtItsFirstFailure(Failure failure) throws Exception {
    Guard guard = guard(Mode.ENFORCE);
    guard.accept(
        "event",
        event -> {
          GuardTest.<RuntimeException>sneak(failure.thrown);
          return null;
        });
    List<String> asked = new ArrayList<>();
    guard.accept(
        "event",
        event -> {
          asked.add("again");
          return null;
        });
    dies(guard);
    guard.atProcessEnd();
    assertThat(asked).isEmpty();
    assertThat(exit.taken()).isEmpty();
    String told = "The guard itself failed at ";
    assertThat(file("verdict.json")).contains("\"verdict\":\"HEALTHY\"", told);
    assertThat(file("run.json")).contains(told, failure.thrown.getClass().getName());
  }

  @Test
  void leavesNoInterruptOnSparksThreadButThoseThatWereThere() {
    Guard guard = guard(Mode.ENFORCE);
    guard.accept(
        "event",
        event -> {
          Thread.currentThread().interrupt();
          return null;
        });
    assertThat(Thread.interrupted()).isFalse();
    Thread.currentThread().interrupt();
    guard.accept("event", event -> null);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aDisabledGuardStillEndsItsThreads() throws Exception {
    Guard guard = guard(Mode.ENFORCE);
    CountDownLatch released = new CountDownLatch(1);
    guard.onRelease(released::countDown);
    guard.accept(
        "event",
        event -> {
          throw new IllegalStateException("a bug");
        });
    guard.finish();
    assertThat(released.await(90, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aFileSystemThatHangsForTheVerdictKeepsNeitherTheRecordNorTheExitBack() throws Exception {
    settings.put("spark.redline.flush.deadline", "100ms");
    CountDownLatch forEver = new CountDownLatch(1);
    CountDownLatch recordIsThere = exit.holdOnce();
    storage =
        (location, text) -> {
          if (location.endsWith("verdict.json") && !awaitQuietly(forEver)) {
            throw new IOException("interrupted");
          }
          new LocalStorage().replace(location, text);
          recordIsThere.countDown();
        };
    dies(guard(Mode.ENFORCE));
    awaitExit();
    assertThat(exit.taken()).containsExactly("exit 86");
    assertThat(file("run.json")).contains("\"severity\":\"STOP\"");
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void aFullDiskCostsOneClearLine() throws Exception {
    storage =
        (location, text) -> {
          throw new IOException("No space left on device");
        };
    settings.remove("spark.redline.record.path");
    try (LogLines log = LogLines.of("dev.redline.listener")) {
      Guard guard = guard(Mode.ENFORCE);
      accept(guard, new RunEnded(3));
      guard.atProcessEnd();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("Redline cannot write " + folder)
          .contains("(spark.redline.verdict.path)", "No space left on device");
    }
    assertThat(exit.taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a file/verdict.json", "a folder", "/", "no \u0000 name", " "})
  void aVerdictThatCannotBeWrittenKeepsNothingElseBack(String path) throws Exception {
    Files.writeString(folder.resolve("a file"), "in the way");
    Files.createDirectories(folder.resolve("a folder/with a file"));
    settings.put(
        "spark.redline.verdict.path",
        path.startsWith("a ") ? folder.resolve(path).toString() : path);
    dies(guard(Mode.ENFORCE));
    awaitExit();
    assertThat(exit.taken()).containsExactly("exit 86");
    assertThat(file("run.json")).contains("\"severity\":\"STOP\"");
  }

  @Test
  void writesHalfASurrogatePair() throws Exception {
    jobName = "half \ud83d pair";
    Guard guard = guard(Mode.ENFORCE);
    accept(guard, new RunEnded(3));
    guard.atProcessEnd();
    assertThat(file("verdict.json")).contains("\"jobName\":\"half ? pair\"");
  }

  @Test
  void writesNoFilesUnlessAsked() {
    settings.clear();
    Guard guard = guard(Mode.ENFORCE);
    accept(guard, new RunEnded(3));
    guard.atProcessEnd();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void notesWhatAReaderMustKnow() throws Exception {
    settings.put("spark.redline.shufle.limit", "5g");
    Guard guard = guard(Mode.OBSERVE);
    accept(guard, new RunEnded(3));
    guard.atProcessEnd();
    assertThat(file("run.json"))
        .contains("spark.redline.shufle.limit is not a setting of Redline")
        .contains("Live heap was not measured");
  }

  @Test
  void theVerdictLineIsOneLineWhateverTheJobsName() throws Exception {
    jobName = "two\nlines \"quoted\"";
    dies(guard(Mode.ENFORCE));
    awaitExit();
    assertThat(verdictLines()).singleElement().asString().contains("job=\"two lines 'quoted'\"");
  }

  @Test
  void warnsInOneLineWhenTheRunEnds() throws Exception {
    Guard guard = guard(Mode.ENFORCE);
    accept(guard, new JobStarted(1, 0));
    accept(guard, removed(2, "1", "Command exited with code 134"));
    accept(guard, new RunEnded(3));
    guard.atProcessEnd();
    assertThat(verdictLines())
        .singleElement()
        .asString()
        .startsWith("REDLINE WARN: executor 1 was lost")
        .contains("policy=executor-losses", "cause=CRASH", "exit=-");
    assertThat(file("verdict.json")).contains("\"verdict\":\"WARN\"", "\"stopped\":false");
  }
}
