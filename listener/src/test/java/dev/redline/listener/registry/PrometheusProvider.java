package dev.redline.listener.registry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** A job's own registry, as its author would write it. */
public final class PrometheusProvider implements RegistryProvider {
  private static final PrometheusMeterRegistry REGISTRY =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public Object create() {
    return REGISTRY;
  }

  /** What Prometheus would be told now. */
  public static String scrape() {
    return REGISTRY.scrape();
  }
}
