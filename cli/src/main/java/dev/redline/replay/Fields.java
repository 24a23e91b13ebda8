package dev.redline.replay;

import java.io.IOException;

/** Walks the members of JSON objects; members that a visitor does not read are skipped. */
interface Fields {
  /** A pebibyte, or some 35,000 years. */
  long LARGEST_AMOUNT = 1L << 50;

  /** Told the name of each member, with the reader on its value. */
  interface Visitor {
    void visit(String name) throws IOException;
  }

  /** Run on each element. */
  interface Element {
    void visit() throws IOException;
  }

  /** Visits the members of the object the reader is on; a value that is no object has none. */
  void each(Visitor visitor) throws IOException;

  /** Visits the members still ahead in the object the reader is in. */
  void rest(Visitor visitor) throws IOException;

  /** Visits the elements of the array the reader is on; a value that is no array has none. */
  void elements(Element element) throws IOException;

  /** The value as a whole number, also where it stands in quotation marks; 0 if it is none. */
  long number() throws IOException;

  /**
   * The value as a number that may be an id: beyond what fits, the largest or smallest there is.
   */
  default int id() throws IOException {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number()));
  }

  /** The value as bytes or milliseconds; 0 if there are less, or more than a task can have. */
  default long amount() throws IOException {
    long number = number();
    return number < 0 || number > LARGEST_AMOUNT ? 0 : number;
  }

  /** The value as text; empty if it is an object, an array or null. */
  String text() throws IOException;

  /** Reads the rest of the object without looking at it, to be sure that it is whole. */
  default void skip() throws IOException {
    rest(name -> {});
  }
}
