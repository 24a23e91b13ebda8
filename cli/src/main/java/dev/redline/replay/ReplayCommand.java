package dev.redline.replay;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.dashboards.report.Report;
import dev.redline.listener.run.Json;
import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code redline replay}: one JSON object for each log on stdout, a summary on stderr. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Judges Spark event logs as the guard would have judged the runs.%n",
      "Takes files, folders and rolling logs, plain or compressed (gz, zstd, lz4, lzf, snappy),"
          + " of Spark 1.3 to 4.x, finished or not. Prints one JSON object for each log."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every log was judged",
      "1:the report could not be written",
      "2:wrong usage, or a path that is no event log"
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final int NOT_WRITTEN = 1;
  private static final int NO_LOG = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "LOG", arity = "1..*", description = "Event logs, or folders of them.")
  private List<Path> paths = List.of();

  @Option(
      names = "--mode",
      paramLabel = "off|observe|enforce",
      description = "Short for --conf spark.redline.mode=MODE.")
  private @Nullable String mode;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting to judge by, instead of that in the log; may be repeated.")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Also draw the report of the run; for one log.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    Map<String, String> overrides = overrides();
    List<Judgement> judgements = new ArrayList<>();
    int exitCode = 0;
    List<LogSearch> searches = paths.stream().map(LogSearch::in).toList();
    if (report != null && searches.stream().mapToInt(search -> search.logs().size()).sum() > 1) {
      throw new ParameterException(spec.commandLine(), "--report takes one LOG, not several");
    }
    for (LogSearch search : searches) {
      for (EventLog log : search.logs()) {
        exitCode = Math.max(exitCode, judge(log, overrides, judgements));
        if (spec.commandLine().getOut().checkError()) {
          // Nobody reads on.
          return exitCode;
        }
      }
      for (Map.Entry<Path, IOException> trouble : search.troubles().entrySet()) {
        exitCode = refuse(trouble.getKey(), trouble.getValue());
      }
    }
    if (judgements.size() > 1) {
      ReplaySummary.print(judgements, spec.commandLine().getErr());
    }
    return exitCode;
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>(conf);
    if (mode != null) {
      overrides.put(Setting.MODE.key(), mode);
    }
    List<String> problems = Settings.from(overrides).problems();
    if (!problems.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("; ", problems));
    }
    return overrides;
  }

  private int judge(EventLog log, Map<String, String> overrides, List<Judgement> judgements) {
    ProgressLine progress = new ProgressLine(log, spec.commandLine().getErr());
    RunRecord run;
    try {
      Replay replay = new Replay(overrides);
      replay.read(log, progress::at);
      progress.clear();
      run = replay.record();
      Judgement judgement = Judgement.of(log.path().toString(), run, replay.badLines());
      PrintWriter out = spec.commandLine().getOut();
      out.println(Json.write(judgement));
      out.flush();
      judgements.add(judgement);
    } catch (IOException e) {
      progress.clear();
      return refuse(log.path(), e);
    }
    if (!log.missing().isEmpty()) {
      say(log.path(), "judged without the missing parts " + log.missing() + " of the rolling log");
    }
    return draw(run);
  }

  private int draw(RunRecord run) {
    if (report == null) {
      return 0;
    }
    try {
      Path whole = report.toAbsolutePath();
      if (whole.getParent() != null) {
        Files.createDirectories(whole.getParent());
      }
      Files.writeString(whole, Report.html(run));
      return 0;
    } catch (IOException e) {
      say(report, "the report cannot be written: " + Words.why(report, e));
      return NOT_WRITTEN;
    }
  }

  private int refuse(Path path, IOException e) {
    say(path, Words.why(path, e));
    return NO_LOG;
  }

  private void say(Path path, String what) {
    spec.commandLine().getErr().println("redline: " + Words.line(path) + ": " + what);
  }
}
