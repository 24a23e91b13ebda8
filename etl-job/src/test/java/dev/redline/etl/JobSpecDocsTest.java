package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/job-spec.md against the fields that the reader itself says it knows. */
class JobSpecDocsTest {
  private static final Path DOCS =
      Path.of(System.getProperty("redline.root"), "docs", "job-spec.md");
  private static final Pattern KNOWN = Pattern.compile("known here: (.*)");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

  @TempDir Path folder;

  @Test
  void namesEveryFieldAndNoOther() throws Exception {
    assertThat(documented()).isEqualTo(known());
  }

  private TreeSet<String> known() {
    String unknown = "\"nosuchfield\": 1, ";
    String json = SampleSpec.parts("in", "work").replace("{\"name\"", "{" + unknown + "\"name\"");
    for (String part : List.of("source", "target", "connection", "quality")) {
      json = json.replaceFirst("(\"" + part + "\": \\{)", "$1" + unknown);
    }
    json =
        json.replaceFirst(
            "\\{", "{" + unknown + "\"copyFiles\": {\"x\": 1}, \"dedupe\": {\"x\": 1}, ");
    TreeSet<String> known = new TreeSet<>();
    for (String broken : List.of(json, json.replace("\"user\": \"loader\"", "\"secret\": \"s\""))) {
      String message =
          Objects.requireNonNull(catchThrowable(() -> SampleSpec.of(folder, broken))).getMessage();
      List<MatchResult> all = KNOWN.matcher(message).results().toList();
      assertThat(all).as(message).hasSizeGreaterThanOrEqualTo(9);
      all.forEach(match -> known.addAll(Arrays.asList(match.group(1).split(", "))));
    }
    return known;
  }

  /** The names in the first column of the tables, and those of the columns of schema and target. */
  private static TreeSet<String> documented() throws Exception {
    TreeSet<String> names = new TreeSet<>(List.of("type", "expression"));
    try (Stream<String> lines = Files.lines(DOCS)) {
      lines
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.substring(0, line.indexOf(" | ", 2)))
          .forEach(cell -> NAME.matcher(cell).results().forEach(name -> names.add(name.group(1))));
    }
    return names;
  }
}
