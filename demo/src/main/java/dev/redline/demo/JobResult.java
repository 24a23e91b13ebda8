package dev.redline.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the ETL job says it did, from its result file.
 *
 * @param runId the run's id in the audit table
 * @param rows rows by their fate
 * @param rejectedByReason rejected rows by reason code
 * @param status LOADED or ALREADY_LOADED
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record JobResult(String runId, Rows rows, Map<String, Long> rejectedByReason, String status) {

  /** Rows read, rejected, superseded by a newer one of their key, and loaded. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Rows(long raw, long rejected, long duplicates, long loaded) {}

  static JobResult read(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), JobResult.class);
  }
}
