package dev.redline.etl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.etl.JobSpec.CopyFiles;
import dev.redline.etl.JobSpec.SourceColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a job spec and collects everything that is wrong with it before saying so. */
final class JobSpecReader {
  private static final Pattern JOB_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,127}");
  private static final Pattern SOURCE_NAME =
      Pattern.compile("(?!_redline|_metadata)[^`.\\p{Cntrl}]{1,127}");
  private static final Pattern SOURCE_TYPE =
      Pattern.compile(
          "string|boolean|smallint|int|bigint|float|double|date|timestamp"
              + "|decimal\\((?:[1-9]|[12]\\d|3[0-8]),(?:\\d|[12]\\d|3[0-8])\\)");
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");

  /** The largest cluster has 128 nodes of 16 slices. */
  private static final int MAX_SLICES = 2_048;

  private static final long MAX_FILES = 100_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(new JsonFactory().enable(JsonParser.Feature.ALLOW_COMMENTS))
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path file;
  private final Map<String, String> params;

  JobSpecReader(Path file, Map<String, String> params) {
    this.file = file;
    this.params = params;
  }

  /**
   * A spec as it was read.
   *
   * @param spec with harmless values where there are problems
   * @param lines where its fields are
   * @param problems all that can be told without a Spark
   */
  record Reading(Path file, JobSpec spec, SpecLines lines, List<SpecProblem> problems) {}

  JobSpec read() {
    Reading reading = reading();
    if (!reading.problems().isEmpty()) {
      throw SpecProblem.error(file, reading.problems());
    }
    return reading.spec();
  }

  /**
   * Reads and checks the spec.
   *
   * @throws InputError when the file cannot be read or is no JSON
   */
  Reading reading() {
    String text = text();
    SpecNode.Shared shared =
        new SpecNode.Shared(params, new HashSet<>(), lines(text), new ArrayList<>());
    SpecNode root = new SpecNode(parse(text), "", shared);
    JobSpec spec =
        new JobSpec(
            matching(root, "name", JOB_NAME, "use letters, digits, '.', '_', '-' and spaces"),
            SourceReader.source(root.object("source")),
            schema(root),
            root.texts("key"),
            root.texts("ordering"),
            TargetReader.read(root.object("target")),
            folder(root, "staging"),
            folder(root, "rejects"),
            matching(root, "iamRole", ROLE, "write arn:aws:iam::<12 digits>:role/<name>"),
            ConnectionReader.read(root.object("connection")),
            copyFiles(root.objectOrNone("copyFiles")),
            SourceReader.quality(root.objectOrNone("quality")),
            SourceReader.dedupe(root.objectOrNone("dedupe")),
            shuffleStorage(root),
            sparkSettings(root));
    root.end();
    SpecReferences.check(spec, root);
    checkParams(shared);
    return new Reading(file, spec, shared.lines(), shared.problems());
  }

  private static Map<String, String> sparkSettings(SpecNode root) {
    Map<String, String> settings = root.textsByName("spark");
    for (String name : settings.keySet()) {
      // A class that provides credentials is none.
      if (SpecNode.isSecret(name) && !name.endsWith(".provider")) {
        root.problem(
            "spark." + name,
            "'...'",
            "a spec holds no secrets; let the job run under a role, or give it to spark-submit");
      }
    }
    return settings;
  }

  private static String shuffleStorage(SpecNode root) {
    String address = root.text("shuffleStorage", "");
    if (!address.isEmpty() && !address.matches("s3a?://[a-z0-9.-]{3,63}(/[\\w!.*'()/=-]*)?")) {
      root.problem("shuffleStorage", "'" + address + "'", "write s3://bucket/prefix/");
    }
    return address;
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputError(
          "job spec " + file.toAbsolutePath() + " does not exist: correct --spec", e);
    } catch (IOException e) {
      throw new InputError("job spec " + file + " cannot be read: " + e, e);
    }
  }

  private JsonNode parse(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (root.isMissingNode()) {
        throw new InputError("job spec " + file + " is empty: write a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
  }

  private SpecLines lines(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return text.isBlank() ? new SpecLines() : SpecLines.of(parser);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw new InputError("job spec " + file + " cannot be read: " + e, e);
    }
  }

  private InputError notJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return new InputError(
        "job spec "
            + file
            + " is not JSON at line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + ": "
            + e.getOriginalMessage(),
        e);
  }

  private static List<SourceColumn> schema(SpecNode root) {
    List<SourceColumn> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (SpecNode node : root.objects("schema")) {
      String name =
          matching(
              node,
              "name",
              SOURCE_NAME,
              "a name has no backtick, dot or control character and does not start with _redline or"
                  + " _metadata");
      String type = node.text("type").toLowerCase(Locale.ROOT).replace(" ", "");
      if (!type.isEmpty() && !isSourceType(type)) {
        node.problem(
            "type",
            "'" + type + "'",
            "use string, boolean, smallint, int, bigint, float, double, date, timestamp or"
                + " decimal(p,s), s at most p");
      }
      unique(node, name, seen);
      columns.add(new SourceColumn(name, type));
      node.end();
    }
    return columns;
  }

  static boolean isSourceName(String name) {
    return SOURCE_NAME.matcher(name).matches();
  }

  static boolean isSourceType(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return SOURCE_TYPE.matcher(type).matches()
        && (!decimal.matches()
            || Integer.parseInt(decimal.group(2)) <= Integer.parseInt(decimal.group(1)));
  }

  private static CopyFiles copyFiles(SpecNode node) {
    CopyFiles files =
        new CopyFiles(
            (int) node.number("files", CopyFiles.DEFAULT_FILES, 1, MAX_FILES),
            node.bytes("size", CopyFiles.DEFAULT_BYTES),
            (int) node.number("slices", 0, 0, MAX_SLICES));
    if (files.fileBytes() < CopyFiles.LEAST_BYTES || files.fileBytes() > CopyFiles.MOST_BYTES) {
      node.problem("size", files.fileBytes() + " bytes", "write a size from 1m to 1g");
    }
    node.end();
    return files;
  }

  private static void checkParams(SpecNode.Shared shared) {
    for (String name : new TreeSet<>(shared.params().keySet())) {
      if (!shared.usedParams().contains(name)) {
        shared
            .problems()
            .add(
                new SpecProblem(
                    SpecProblem.NO_LINE,
                    "--param " + name + " is not used: the spec has no ${" + name + "}"));
      }
    }
  }

  static String matching(SpecNode node, String field, Pattern grammar, String remedy) {
    String text = node.text(field);
    if (!text.isBlank() && !grammar.matcher(text).matches()) {
      // Whoever writes the secret itself where its name belongs does not find it in the log.
      node.problem(field, SpecNode.isSecret(field) ? "'...'" : "'" + text + "'", remedy);
    }
    return text;
  }

  static String location(SpecNode node, String field) {
    String text = node.text(field);
    if (text.chars().anyMatch(Character::isISOControl)) {
      node.problem(field, "'" + text + "'", "remove the control characters");
    }
    return text;
  }

  /** Spark takes some characters of an address for a pattern of names. */
  private static String folder(SpecNode node, String field) {
    String address = location(node, field);
    if (address.matches(".*[\\[\\]{}*?\\\\].*")) {
      node.problem(field, "'" + address + "'", "take [ ] { } * ? and \\ out of the folder's name");
    }
    return address;
  }

  static void unique(SpecNode node, String name, Set<String> seen) {
    if (!name.isEmpty() && !seen.add(name.toLowerCase(Locale.ROOT))) {
      node.problem("name", "'" + name + "'", "another column has this name (case is ignored)");
    }
  }
}
