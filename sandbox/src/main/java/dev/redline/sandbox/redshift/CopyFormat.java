package dev.redline.sandbox.redshift;

/** The kinds of files a COPY reads. */
sealed interface CopyFormat {
  /** Parquet, which has no options. */
  record Parquet() implements CopyFormat {}

  /**
   * CSV, quoted by {@code "}.
   *
   * @param headerLines lines to skip at the beginning of each file
   * @param nullText the unquoted text that means NULL
   */
  record Csv(char delimiter, int headerLines, String nullText, boolean isGzip)
      implements CopyFormat {}
}
