package dev.redline.etl.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.etl.storage.Address;
import dev.redline.etl.storage.ParquetFolder;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The list of files COPY is to load: exactly the committed ones, each mandatory and of its exact
 * length (https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html).
 * Files without rows are left out.
 */
record Manifest(ParquetFolder staged) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "manifest.json";

  /**
   * Writes the manifest beside the staged files.
   *
   * @return its address as Redshift spells it
   */
  String write(Configuration hadoop) throws IOException {
    Path file = new Path(staged.path(), NAME);
    try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(json().getBytes(UTF_8));
    }
    return Address.forRedshift(staged.path()) + "/" + NAME;
  }

  String json() {
    ObjectNode manifest = JSON.createObjectNode();
    ArrayNode entries = manifest.putArray("entries");
    staged.files().stream()
        .filter(file -> file.rows() > 0)
        .forEach(
            file -> {
              ObjectNode entry = entries.addObject();
              entry.put("url", Address.forRedshift(staged.path()) + "/" + file.name());
              entry.put("mandatory", true);
              entry.putObject("meta").put("content_length", file.lengthBytes());
            });
    return manifest.toPrettyString();
  }
}
