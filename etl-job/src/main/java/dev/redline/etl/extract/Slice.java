package dev.redline.etl.extract;

import java.io.Serializable;

/**
 * A stretch of a file that one task reads: the lines that begin in it.
 *
 * @param start first byte
 * @param isWhole whether it is all of the file, which a compressed file always is
 */
record Slice(String path, long start, long lengthBytes, boolean isWhole) implements Serializable {
  private static final long serialVersionUID = 1L;
}
