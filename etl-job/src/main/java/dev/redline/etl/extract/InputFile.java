package dev.redline.etl.extract;

/**
 * A raw file as it was when the run began.
 *
 * @param path the full address
 * @param modifiedMillis time of the last change, in milliseconds since 1970
 */
public record InputFile(String path, long lengthBytes, long modifiedMillis) {}
