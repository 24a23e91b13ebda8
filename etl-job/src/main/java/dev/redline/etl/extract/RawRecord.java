package dev.redline.etl.extract;

/**
 * A line of a file, as bytes.
 *
 * @param bytes may be longer than the line and is used again for the next
 * @param lengthBytes of the line, without its end
 * @param position of its first byte in the file, decompressed
 */
record RawRecord(String file, long position, byte[] bytes, int lengthBytes) {}
