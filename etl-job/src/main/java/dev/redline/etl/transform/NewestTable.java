package dev.redline.etl.transform;

import java.util.Arrays;

/**
 * The newest row of each key: the largest ordering, and of equal ones the largest place. Key and
 * ordering are packed. A hash table without an object per entry, which doubles as long as it is
 * given memory. Not thread-safe.
 */
final class NewestTable {
  private static final int FIRST_ENTRIES = 1 << 12;

  /** What an entry takes, with its slots and with what taking the table apart needs for it. */
  private static final long ENTRY_BYTES = 80;

  /** Slots per entry, so that half of them at least are free. */
  private static final int SLOTS = 2;

  /** Where a table's memory comes from. */
  interface Memory {
    /** Asks for more; false where there is not as much. */
    boolean acquire(long bytes);
  }

  private final Memory memory;
  private final int mostEntries;
  private long[] keys = new long[FIRST_ENTRIES];
  private long[] orderings = new long[FIRST_ENTRIES];
  private long[] places = new long[FIRST_ENTRIES];
  private int[] slots = new int[FIRST_ENTRIES * SLOTS];
  private int size;

  /**
   * An empty table.
   *
   * @param mostEntries after which it is full, or fewer where it is not given the memory for them
   */
  NewestTable(int mostEntries, Memory memory) {
    this.mostEntries = mostEntries;
    this.memory = memory;
    memory.acquire(ENTRY_BYTES * FIRST_ENTRIES);
  }

  int size() {
    return size;
  }

  /** Whether it should be emptied before it takes another row. */
  boolean isFull() {
    return size >= mostEntries || (size == keys.length && !grows());
  }

  private boolean grows() {
    boolean isGranted = memory.acquire(ENTRY_BYTES * size);
    if (isGranted) {
      grow();
    }
    return isGranted;
  }

  /** The key of an entry, from 0 in the order in which keys first came. */
  long key(int entry) {
    return keys[entry];
  }

  /** The ordering of that key's newest row. */
  long ordering(int entry) {
    return orderings[entry];
  }

  /** Where that row lies. */
  long place(int entry) {
    return places[entry];
  }

  /** Takes a row, also where it is full. */
  void add(long key, long ordering, long place) {
    int slot = slot(key);
    int entry = slots[slot] - 1;
    if (entry < 0) {
      insert(slot, key, ordering, place);
    } else if (ordering > orderings[entry]
        || (ordering == orderings[entry] && place > places[entry])) {
      orderings[entry] = ordering;
      places[entry] = place;
    }
  }

  private void insert(int free, long key, long ordering, long place) {
    int slot = free;
    if (size == keys.length) {
      memory.acquire(ENTRY_BYTES * size);
      grow();
      slot = slot(key);
    }
    keys[size] = key;
    orderings[size] = ordering;
    places[size] = place;
    slots[slot] = ++size;
  }

  private int slot(long key) {
    int mask = slots.length - 1;
    int slot = (int) mix(key) & mask;
    while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, 2 * size);
    orderings = Arrays.copyOf(orderings, 2 * size);
    places = Arrays.copyOf(places, 2 * size);
    slots = new int[2 * size * SLOTS];
    for (int entry = 0; entry < size; entry++) {
      slots[slot(keys[entry])] = entry + 1;
    }
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /** The bucket of a key, by other bits of its hash than those that find its slot. */
  static int bucket(long key, int buckets) {
    return (int) ((mix(key) >>> Integer.SIZE) * buckets >>> Integer.SIZE);
  }

  /** The last step of MurmurHash3's 64 bits: every bit of the key moves every bit of the hash. */
  private static long mix(long key) {
    long hash = (key ^ key >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
