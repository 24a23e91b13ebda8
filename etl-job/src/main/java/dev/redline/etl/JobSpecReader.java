package dev.redline.etl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.JobSpec.Target;
import dev.redline.etl.JobSpec.TargetColumn;
import dev.redline.etl.JobSpec.Warehouse;
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
import java.util.regex.Pattern;

/** Reads a job spec and collects everything that is wrong with it before saying so. */
final class JobSpecReader {
  private static final Pattern REDSHIFT_NAME = Pattern.compile("[a-z_][a-z0-9_$]{0,126}");
  private static final Pattern JOB_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,127}");
  private static final Pattern SOURCE_NAME =
      Pattern.compile("(?!_redline|_metadata)[^`.\\p{Cntrl}]{1,127}");
  private static final Pattern SOURCE_TYPE =
      Pattern.compile(
          "string|boolean|smallint|int|bigint|float|double|date|timestamp"
              + "|decimal\\((?:[1-9]|[12]\\d|3[0-8]),(?:\\d|[12]\\d|3[0-8])\\)");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
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

  JobSpec read() {
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
            target(root.object("target")),
            location(root, "staging"),
            location(root, "rejects"),
            matching(root, "iamRole", ROLE, "write arn:aws:iam::<12 digits>:role/<name>"),
            connection(root.object("connection")),
            SourceReader.quality(root.objectOrNone("quality")),
            SourceReader.dedupe(root.objectOrNone("dedupe")),
            shuffleStorage(root),
            root.textsByName("spark"));
    root.end();
    SpecReferences.check(spec, root);
    checkParams(shared);
    if (!shared.problems().isEmpty()) {
      throw new InputError(
          "job spec "
              + file
              + " has "
              + shared.problems().size()
              + " problem(s):\n  "
              + String.join("\n  ", shared.problems()));
    }
    return spec;
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
      if (!type.isEmpty() && !SOURCE_TYPE.matcher(type).matches()) {
        node.problem(
            "type",
            "'" + type + "'",
            "use string, boolean, smallint, int, bigint, float, double, date, timestamp or"
                + " decimal(p,s)");
      }
      unique(node, name, seen);
      columns.add(new SourceColumn(name, type));
      node.end();
    }
    return columns;
  }

  private static Target target(SpecNode node) {
    Target target =
        new Target(
            redshiftName(node, "schema", node.text("schema", "public")),
            redshiftName(node, "table", node.text("table")),
            redshiftName(node, "auditTable", node.text("auditTable", "redline_load_audit")),
            node.flag("createIfMissing", false),
            targetColumns(node));
    if (!target.table().isEmpty() && target.table().equals(target.auditTable())) {
      node.problem("auditTable", "'" + target.table() + "'", "name another table than the target");
    }
    node.end();
    return target;
  }

  private static List<TargetColumn> targetColumns(SpecNode target) {
    List<TargetColumn> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (SpecNode node : target.objects("columns")) {
      String name = redshiftName(node, "name", node.text("name"));
      String type = node.text("type");
      RedshiftType known =
          RedshiftType.parse(type).orElseGet(() -> new RedshiftType(type, "string", 0));
      if (known.maxBytes() == 0 && known.sparkType().equals("string") && !type.isEmpty()) {
        node.problem("type", "'" + type + "'", "use one of " + RedshiftType.KNOWN);
      }
      unique(node, name, seen);
      columns.add(new TargetColumn(name, known, node.text("expression", '`' + name + '`')));
      node.end();
    }
    return columns;
  }

  private static Warehouse connection(SpecNode node) {
    String url = node.text("url");
    if (!url.isEmpty() && !url.startsWith("jdbc:redshift:")) {
      node.problem(
          "url", "'" + withoutQuery(url) + "'", "write jdbc:redshift://host:port/database");
    }
    if (url.toLowerCase(Locale.ROOT).contains("password=")) {
      node.problem(
          "url",
          "'" + withoutQuery(url) + "'",
          "take the password out and name an environment variable in passwordEnv");
    }
    Warehouse warehouse =
        new Warehouse(
            url,
            node.text("user"),
            matching(node, "passwordEnv", VARIABLE, "name an environment variable"));
    node.end();
    return warehouse;
  }

  private static void checkParams(SpecNode.Shared shared) {
    for (String name : new TreeSet<>(shared.params().keySet())) {
      if (!shared.usedParams().contains(name)) {
        shared.problems().add("--param " + name + " is not used: the spec has no ${" + name + "}");
      }
    }
  }

  static String matching(SpecNode node, String field, Pattern grammar, String remedy) {
    String text = node.text(field);
    if (!text.isBlank() && !grammar.matcher(text).matches()) {
      node.problem(field, "'" + text + "'", remedy);
    }
    return text;
  }

  private static String redshiftName(SpecNode node, String field, String name) {
    if (!name.isBlank() && !REDSHIFT_NAME.matcher(name).matches()) {
      node.problem(
          field,
          "'" + name + "'",
          "use lower-case letters, digits, _ and $, not starting with a digit, at most 127");
    }
    return name;
  }

  static String location(SpecNode node, String field) {
    String text = node.text(field);
    if (text.chars().anyMatch(Character::isISOControl)) {
      node.problem(field, "'" + text + "'", "remove the control characters");
    }
    return text;
  }

  private static void unique(SpecNode node, String name, Set<String> seen) {
    if (!name.isEmpty() && !seen.add(name.toLowerCase(Locale.ROOT))) {
      node.problem("name", "'" + name + "'", "another column has this name (case is ignored)");
    }
  }

  private static String withoutQuery(String url) {
    return url.replaceAll("[?;].*", "?...");
  }
}
