package dev.redline.etl.transform;

import java.util.List;

/**
 * Which row of a group stays: the one whose ordering columns are largest, compared one after the
 * other. NULL is smaller and NaN larger than every value. Between rows that are equal in all of
 * them the one stays that lies last in the input: in the last file by name, and there in the last
 * row. The order is total, so that every algorithm keeps the same rows.
 *
 * @param key columns that make a group; never NULL
 * @param ordering columns, most significant first
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
