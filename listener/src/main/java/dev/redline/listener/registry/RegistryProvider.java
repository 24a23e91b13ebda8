package dev.redline.listener.registry;

/**
 * Brings a Micrometer registry of the job's own, such as Prometheus or OTLP, to which the agent
 * then publishes beside CloudWatch.
 *
 * <p>Implement it with a public constructor without arguments, name the class in {@code
 * META-INF/services/dev.redline.listener.registry.RegistryProvider}, put it on the driver's class
 * path with Micrometer and the registry, and set {@code spark.redline.registries} to its name.
 */
public interface RegistryProvider {

  /** The name by which {@code spark.redline.registries} asks for it. */
  String name();

  /**
   * Makes the registry; called once, on the thread that creates the SparkContext. Whatever it
   * throws is logged, and the run goes on without.
   *
   * @return an {@code io.micrometer.core.instrument.MeterRegistry} of any Micrometer 1.x. If it can
   *     be closed, the agent closes it at the end of the run
   */
  Object create();
}
