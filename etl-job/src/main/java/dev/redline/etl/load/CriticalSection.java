package dev.redline.etl.load;

/**
 * A stretch of work that a guard of the run should not interrupt, marked by the system property
 * {@value #PROPERTY} with a few words on what it is. Whoever guards the run reads the property;
 * there is no tie to its classes, and without a guard the mark means nothing.
 */
final class CriticalSection implements AutoCloseable {
  static final String PROPERTY = "redline.critical-section";

  private CriticalSection() {}

  /** Enters the section; closing leaves it. Sections do not nest. */
  static CriticalSection enter(String what) {
    System.setProperty(PROPERTY, what);
    return new CriticalSection();
  }

  @Override
  public void close() {
    System.clearProperty(PROPERTY);
  }
}
