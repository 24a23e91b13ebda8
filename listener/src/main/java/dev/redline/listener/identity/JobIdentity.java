package dev.redline.listener.identity;

import java.util.Optional;

/**
 * Which job runs, and which run of it.
 *
 * @param platform who runs it, for people
 * @param jobName the same in every run of the job
 * @param runId another one in every run; empty where only Spark's application id tells runs apart
 */
public record JobIdentity(String platform, String jobName, Optional<String> runId) {

  /**
   * The identity in these surroundings, by the first platform that recognizes itself.
   *
   * @return a name that is blank where nothing has a name
   */
  public static JobIdentity in(Surroundings surroundings) {
    for (Platform platform : Platform.values()) {
      Optional<JobIdentity> identity = platform.identify(surroundings);
      if (identity.isPresent()) {
        return identity.get();
      }
    }
    return new JobIdentity("Spark", surroundings.applicationName(), Optional.empty());
  }
}
