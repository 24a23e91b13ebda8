package dev.redline.sandbox.redshift;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What clients asked, in the order in which it came, whether it was carried out or not: the last
 * 10,000 statements of all connections. Thread-safe.
 */
public final class Statements {
  private static final int KEPT = 10_000;

  private final Deque<String> seen = new ArrayDeque<>();

  Statements() {}

  /** The statements since the start or since {@link #forget}. */
  public synchronized List<String> seen() {
    return List.copyOf(seen);
  }

  /** Begins anew. */
  public synchronized void forget() {
    seen.clear();
  }

  synchronized void add(String sql) {
    if (seen.size() == KEPT) {
      seen.removeFirst();
    }
    seen.addLast(sql);
  }
}
