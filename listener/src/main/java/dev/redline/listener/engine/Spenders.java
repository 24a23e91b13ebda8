package dev.redline.listener.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each of some things spent: all active ones, and of those that ended the {@link #KEPT} that
 * spent most. Not thread-safe.
 */
final class Spenders {
  /** Told in the run record (RunRecord.MAX_STAGES). */
  static final int KEPT = 10;

  /** Beyond, the eldest counts as ended: its end must have been missed. */
  static final int MAX_ACTIVE = 2_000;

  private static final int MAX_NAME = 300;

  private static final Comparator<Spender> LARGEST_FIRST =
      Comparator.comparingLong((Spender spender) -> spender.bytes)
          .reversed()
          .thenComparing(spender -> spender.id);

  private final Map<Long, Spender> active = new LinkedHashMap<>();
  private final Map<Long, Spender> ended = new HashMap<>();

  /** Tasks of one stage tend to end one after the other. */
  private @Nullable Spender latest;

  /** One of them. */
  static final class Spender {
    final long id;
    String name;
    long bytes;
    long repeatedBytes;

    /** For whom it spends, if anybody. */
    @Nullable Spender payer;

    private Spender(long id) {
      this.id = id;
      this.name = "";
    }

    void spend(long moreBytes, long moreRepeatedBytes) {
      bytes += moreBytes;
      repeatedBytes += moreRepeatedBytes;
    }
  }

  /** One that begins, or begins again; an empty name changes nothing. */
  Spender begin(long id, String name) {
    Spender spender = active.get(id);
    if (spender == null) {
      spender = ended.remove(id);
      spender = spender == null ? new Spender(id) : spender;
      active.put(id, spender);
      endTheEldest();
    }
    if (!name.isEmpty()) {
      spender.name = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }
    return spender;
  }

  private void endTheEldest() {
    if (active.size() > MAX_ACTIVE) {
      Iterator<Long> eldest = active.keySet().iterator();
      end(eldest.next());
    }
  }

  void end(long id) {
    Spender spender = active.remove(id);
    if (spender != null && spender.bytes > 0) {
      ended.put(id, spender);
      keepTheLargest();
    }
  }

  /** One that spends; late spending of one that is not active counts among the ended. */
  Spender of(long id) {
    Spender last = latest;
    if (last == null || last.id != id) {
      last = active.get(id);
      last = last == null ? ended.computeIfAbsent(id, Spender::new) : last;
      latest = last;
    }
    return last;
  }

  /** Lets go of the ended one that spent least, where there are too many. */
  void keepTheLargest() {
    if (ended.size() > KEPT) {
      Spender least = sorted(ended.values()).get(KEPT);
      ended.remove(least.id);
      latest = least == latest ? null : latest;
    }
  }

  private static List<Spender> sorted(Iterable<Spender> spenders) {
    List<Spender> sorted = new ArrayList<>();
    spenders.forEach(sorted::add);
    sorted.sort(LARGEST_FIRST);
    return sorted;
  }

  int remembered() {
    return active.size() + ended.size();
  }

  /** Those that spent most, at most {@link #KEPT}. */
  List<Spender> largestFirst() {
    List<Spender> all = new ArrayList<>(active.values());
    all.addAll(ended.values());
    all.removeIf(spender -> spender.bytes == 0);
    List<Spender> sorted = sorted(all);
    return List.copyOf(sorted.subList(0, Math.min(KEPT, sorted.size())));
  }
}
