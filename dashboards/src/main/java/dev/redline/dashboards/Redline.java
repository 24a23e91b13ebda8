package dev.redline.dashboards;

/**
 * A limit as it is drawn.
 *
 * @param label such as {@code redline 10 GiB}
 * @param limit in the panel's unit
 */
public record Redline(String label, double limit) {}
