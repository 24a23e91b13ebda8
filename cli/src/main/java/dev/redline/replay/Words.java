package dev.redline.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What is said of files on a terminal: a line each, whatever their names hold. */
final class Words {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

  private Words() {}

  /** A text in one line. */
  static String line(Object text) {
    return CONTROL.matcher(String.valueOf(text)).replaceAll(" ");
  }

  /** Why a file could not be read, without its name. */
  static String why(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return line(reason == null ? e.toString() : reason).replace(line(path) + ": ", "");
  }
}
