package dev.redline.listener;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The published form of verdict files, docs/verdict.schema.json. */
public final class VerdictSchema {
  private static final Path FILE =
      Path.of(System.getProperty("redline.root")).resolve("docs/verdict.schema.json");

  private VerdictSchema() {}

  /** What is wrong with a verdict file, one line each; empty when nothing is. */
  public static List<String> problems(String json) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(FILE), InputFormat.JSON);
    return schema.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }
}
