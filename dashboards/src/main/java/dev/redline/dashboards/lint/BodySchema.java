package dev.redline.dashboards.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The form of a body, by the JSON schema beside this class. Thread-safe. */
final class BodySchema {
  private static final String FILE = "dashboard-body.schema.json";
  private static final Schema SCHEMA = read();

  private BodySchema() {}

  static void check(JsonNode body, Findings findings) {
    SCHEMA
        .validate(body)
        .forEach(
            error ->
                findings.say(
                    Finding.Rule.SCHEMA,
                    error.getInstanceLocation().toString(),
                    error.getMessage()));
  }

  private static Schema read() {
    try (InputStream in = BodySchema.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " must be on the class path; is the jar complete?");
      }
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
