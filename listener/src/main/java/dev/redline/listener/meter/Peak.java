package dev.redline.listener.meter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.DoubleAccumulator;

/**
 * The highest of the values observed since somebody last asked: a gauge that is read once a step
 * would miss what happened in between.
 *
 * <p>Each reader has a window of its own, so that registries with different steps take nothing from
 * each other. Thread-safe; observing is O(readers), lock-free and allocates nothing.
 */
final class Peak {
  private final List<Window> windows = new CopyOnWriteArrayList<>();
  private volatile double latest = Double.NaN;

  /** Takes a value; NaN is none. */
  void observe(double value) {
    if (Double.isNaN(value)) {
      return;
    }
    latest = value;
    // Indexed, since an iterator would be an allocation for each event.
    for (int i = 0; i < windows.size(); i++) {
      windows.get(i).highest.accumulate(value);
    }
  }

  /** The value observed last, whoever asked for it; NaN before the first. */
  double latest() {
    return latest;
  }

  /** A new reader. It also sees the value observed last. */
  Window open() {
    Window window = new Window();
    window.highest.accumulate(latest);
    windows.add(window);
    return window;
  }

  /** The higher of two values of which either may be none (NaN). */
  static double higher(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }

  /** What one reader has not seen yet. */
  static final class Window {
    private final DoubleAccumulator highest = new DoubleAccumulator(Peak::higher, Double.NaN);

    /** The highest value since the last call; NaN where there was none. */
    double take() {
      return highest.getThenReset();
    }
  }
}
