package dev.redline.listener.meter;

import dev.redline.catalog.Unit;
import io.micrometer.core.instrument.Meter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A registry of the Micrometer that the job brings, which is not the agent's own: the agent's is
 * relocated, so that its classes have other names and the two can be of different versions. What is
 * called here, by reflection, is part of Micrometer's API since 1.0 and takes types of the JDK.
 */
final class ForeignRegistry implements AutoCloseable {
  /** In pieces, since the relocation also rewrites texts that look like a package. */
  private static final String PACKAGE = String.join(".", "io", "micrometer", "core", "instrument");

  private final Object registry;
  private final Class<?> registryType;
  private final Class<?> gaugeType;
  private final Class<?> counterType;
  private final List<DoubleSupplier> counted = new CopyOnWriteArrayList<>();

  /**
   * Wraps a registry.
   *
   * @throws IllegalArgumentException if it is none
   */
  ForeignRegistry(Object registry) {
    this.registry = registry;
    this.registryType = registryType(registry);
    try {
      ClassLoader loader = registryType.getClassLoader();
      gaugeType = Class.forName(PACKAGE + ".Gauge", false, loader);
      counterType = Class.forName(PACKAGE + ".FunctionCounter", false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("Micrometer is not complete beside " + registry, e);
    }
  }

  private static Class<?> registryType(Object registry) {
    String name = PACKAGE + ".MeterRegistry";
    for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        registry.getClass().getName() + " is not a " + name + "; return one from create()");
  }

  /** Registers a counter by its ever growing total. */
  void counter(Meter.Id id, DoubleSupplier total) {
    ToDoubleFunction<DoubleSupplier> value = DoubleSupplier::getAsDouble;
    // Registries hold what counters count weakly.
    counted.add(total);
    register(
        id,
        call(
            method(counterType, "builder", String.class, Object.class, ToDoubleFunction.class),
            null,
            id.getName(),
            total,
            value));
  }

  /** Registers a gauge. */
  void gauge(Meter.Id id, DoubleSupplier value) {
    Supplier<Number> number = value::getAsDouble;
    register(
        id,
        call(
            method(gaugeType, "builder", String.class, Supplier.class),
            null,
            id.getName(),
            number));
  }

  private void register(Meter.Id id, Object builder) {
    Class<?> type = builder.getClass();
    call(method(type, "tags", String[].class), builder, (Object) tags(id));
    call(method(type, "description", String.class), builder, id.getDescription());
    call(method(type, "baseUnit", String.class), builder, unit(id));
    call(method(type, "register", registryType), builder, registry);
  }

  private static String[] tags(Meter.Id id) {
    return id.getTags().stream()
        .flatMap(tag -> Stream.of(tag.getKey(), tag.getValue()))
        .toArray(String[]::new);
  }

  /** In lower case, as Micrometer's units are; a bare number has none. */
  private static @Nullable String unit(Meter.Id id) {
    String unit = id.getBaseUnit();
    return unit == null || unit.equals(Unit.COUNT.cloudWatchName())
        ? null
        : unit.toLowerCase(Locale.ROOT);
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this Micrometer has no " + type.getName() + "." + name, e);
    }
  }

  private static Object call(
      Method method, @Nullable Object target, @Nullable Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException("Micrometer's " + method.getName() + " failed", e);
    }
  }

  @Override
  public void close() throws Exception {
    call(method(registryType, "close"), registry);
  }
}
