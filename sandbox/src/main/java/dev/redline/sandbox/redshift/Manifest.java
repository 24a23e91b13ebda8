package dev.redline.sandbox.redshift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files a manifest names, each found and of the length the manifest gives. AWS asks for that
 * length with columnar formats: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/loading-data-files-using-manifest.html">manifests</a>.
 */
record Manifest(List<Entry> entries) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A file that exists. */
  record Entry(String url, Path file) {}

  /**
   * Finds the files.
   *
   * @param needsLength whether each entry must give the length of its file, as for columnar formats
   */
  static Manifest read(String address, Storage storage, boolean needsLength) throws SqlFault {
    JsonNode list = json(address, storage.resolve(address)).path("entries");
    if (!list.isArray()) {
      throw invalid(address, "it has no array \"entries\"");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode node : list) {
      String url = node.path("url").asText("");
      if (url.isEmpty()) {
        throw invalid(address, "an entry has no \"url\": " + node);
      }
      Path file = storage.resolve(url);
      if (Files.isRegularFile(file)) {
        checkLength(address, node, file, needsLength);
        entries.add(new Entry(url, file));
      } else if (node.path("mandatory").asBoolean(false)) {
        throw SqlFault.load(
            "Mandatory url is not present in S3",
            "Manifest " + address + " names " + url + ", but there is no such file.");
      }
    }
    return new Manifest(entries);
  }

  private static JsonNode json(String address, Path file) throws SqlFault {
    if (!Files.isRegularFile(file)) {
      throw SqlFault.load(
          "S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey",
          "The manifest " + address + " does not exist.");
    }
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw invalid(address, String.valueOf(e.getMessage()));
    }
  }

  private static void checkLength(String address, JsonNode entry, Path file, boolean needsLength)
      throws SqlFault {
    JsonNode length = entry.path("meta").path("content_length");
    if (length.isMissingNode() && !needsLength) {
      return;
    }
    if (!length.isIntegralNumber()) {
      throw invalid(
          address, "Parquet needs \"meta\":{\"content_length\":bytes} in each entry, was " + entry);
    }
    try {
      if (Files.size(file) != length.asLong()) {
        throw invalid(
            address,
            "content_length of "
                + entry.path("url").asText()
                + " is "
                + length
                + ", the file has "
                + Files.size(file)
                + " bytes");
      }
    } catch (IOException e) {
      throw invalid(address, String.valueOf(e.getMessage()));
    }
  }

  private static SqlFault invalid(String address, String why) {
    return SqlFault.load("Problem reading manifest file - " + address, why);
  }
}
