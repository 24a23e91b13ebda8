package dev.redline.listener;

/** The agent's own version, from its jar's manifest. */
final class AgentVersion {
  static final String TEXT = text();

  private AgentVersion() {}

  private static String text() {
    String version = AgentVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
