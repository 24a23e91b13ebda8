package dev.redline.demo;

/** How the demonstration makes the executors die. */
public enum Break {
  /** Not at all. */
  NONE("a healthy run"),
  /** A task exhausts the heap. */
  HEAP(
      "a run whose tasks exhaust the heap: one column of the target gathers 3 GB for every row,"
          + " more than an executor has"),
  /** SIGKILL. */
  KILL(
      "a run whose executors are killed with SIGKILL, one after the other, as the kernel's"
          + " out-of-memory killer would");

  private final String story;

  Break(String story) {
    this.story = story;
  }

  /** What is shown, as a phrase. */
  String story() {
    return story;
  }
}
