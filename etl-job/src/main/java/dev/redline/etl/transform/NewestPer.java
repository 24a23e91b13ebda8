package dev.redline.etl.transform;

import java.util.List;

/**
 * Which row of a group stays.
 *
 * @param key columns that make a group; never NULL
 * @param ordering columns, most significant first; the largest stays, NULL is smallest. Rows equal
 *     in all of them should be equal as a whole: which one stays is then of no account
 */
public record NewestPer(List<String> key, List<String> ordering) {
  /** Defends the lists against later changes. */
  public NewestPer {
    key = List.copyOf(key);
    ordering = List.copyOf(ordering);
    if (key.isEmpty() || ordering.isEmpty()) {
      throw new IllegalArgumentException(
          "key and ordering must name columns, were " + key + " and " + ordering);
    }
  }
}
