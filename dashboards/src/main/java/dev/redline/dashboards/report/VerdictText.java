package dev.redline.dashboards.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redline.listener.run.Json;
import dev.redline.listener.run.VerdictFile;

/**
 * The verdict file of a run, folded away: made by the agent's own writer, so that who reads the
 * page sees what a scheduler branches on.
 */
final class VerdictText {
  private static final JsonMapper MAPPER = new JsonMapper();

  private VerdictText() {}

  static Html html(Readings readings) {
    return Html.tag("details")
        .with("id", "verdict-file")
        .of(
            Html.tag("summary").of("The verdict as a scheduler reads it"),
            Html.tag("pre")
                .with("tabindex", "0")
                .with("aria-label", "The verdict file, JSON")
                .of(text(readings)));
  }

  private static String text(Readings readings) {
    String file = Json.write(VerdictFile.of(readings.run(), readings.stopExitCode()));
    try {
      return MAPPER.readTree(file).toPrettyString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what the agent's writer makes must be JSON", e);
    }
  }
}
