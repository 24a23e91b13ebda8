package dev.redline.etl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.redline.etl.extract.InputFiles;
import dev.redline.etl.storage.PinnedFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The name of a run: the same inputs under the same spec always have the same one. */
final class RunId {
  private static final List<String> COSTS =
      List.of("spark.sql.adaptive.", "spark.sql.files.", "spark.sql.shuffle.");

  private RunId() {}

  /**
   * Hashes what decides the outcome: each input's path, size and time of change, and the spec but
   * for where it works and how it connects.
   *
   * @return 64 hexadecimal digits
   */
  static String of(JobSpec spec, InputFiles inputs) {
    MessageDigest digest = sha256();
    add(digest, spec.name());
    add(digest, spec.source().toString());
    add(digest, spec.schema().toString());
    add(digest, spec.key().toString());
    add(digest, spec.ordering().toString());
    add(digest, spec.target().qualifiedName());
    add(digest, spec.target().columns().toString());
    add(digest, spec.quality().toString());
    add(digest, decisive(spec.spark()).toString());
    for (PinnedFile file : inputs.files()) {
      add(digest, file.toString());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Settings that may decide what an expression means, and none of those that only cost time. */
  private static SortedMap<String, String> decisive(Map<String, String> settings) {
    SortedMap<String, String> decisive = new TreeMap<>(settings);
    decisive
        .keySet()
        .removeIf(
            name -> !name.startsWith("spark.sql.") || COSTS.stream().anyMatch(name::startsWith));
    return decisive;
  }

  private static void add(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(UTF_8);
    digest.update((bytes.length + ":").getBytes(UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
