package dev.redline.replay;

import java.io.IOException;

/** Walks the members of JSON objects; members that a visitor does not read are skipped. */
interface Fields {

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

  /** The value as a whole number; 0 if it is none. */
  long number() throws IOException;

  /** The value as text; empty if it is an object, an array or null. */
  String text() throws IOException;

  /** Reads the rest of the object without looking at it, to be sure that it is whole. */
  default void skip() throws IOException {
    rest(name -> {});
  }
}
