package dev.redline.cloud;

/**
 * What the doctor found of one thing.
 *
 * @param name what was looked at
 * @param result how it is
 * @param said what was found and, where it is not well, what to do
 */
record Check(String name, Result result, String said) {

  /** How a thing is. */
  enum Result {
    OK,
    WARN,
    FAIL,
    /** Not looked at, since something it needs failed. */
    SKIP
  }

  static Check ok(String name, String said) {
    return new Check(name, Result.OK, said);
  }

  static Check warn(String name, String said) {
    return new Check(name, Result.WARN, said);
  }

  static Check fail(String name, String said) {
    return new Check(name, Result.FAIL, said);
  }

  static Check skip(String name, String said) {
    return new Check(name, Result.SKIP, said);
  }

  String line() {
    return "%-4s  %-16s %s".formatted(result, name, said);
  }
}
