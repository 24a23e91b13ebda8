package dev.redline.listener.run;

import java.io.IOException;

/** Where the files of a run are written. May block; never called on Spark's bus thread. */
public interface Storage {

  /**
   * Puts a file in place of another, so that a reader never sees half of it.
   *
   * @param location as a user wrote it
   * @param text its content, written as UTF-8
   * @throws IOException saying what could not be written, and why
   */
  void replace(String location, String text) throws IOException;
}
