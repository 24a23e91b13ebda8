package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.listener.registry.RegistryProvider;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registries that a job brings along. One that is not there, or fails, costs a line in the log
 * and nothing else. Closed on a daemon thread of their own, since closing may publish and hang.
 */
final class ForeignRegistries {
  private static final Logger log = LoggerFactory.getLogger(ForeignRegistries.class);

  private final Map<String, ForeignRegistry> registries;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ForeignRegistries(Map<String, ForeignRegistry> registries) {
    this.registries = registries;
  }

  /**
   * Finds registries.
   *
   * @param names of providers or of registries' classes, separated by commas; may be empty
   */
  static ForeignRegistries named(String names) {
    Map<String, ForeignRegistry> found = new TreeMap<>();
    Stream.of(names.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .forEach(name -> find(name).ifPresent(registry -> found.put(name, registry)));
    return new ForeignRegistries(found);
  }

  private static Optional<ForeignRegistry> find(String name) {
    try {
      Optional<ForeignRegistry> registry = create(name).map(ForeignRegistry::new);
      registry.ifPresent(r -> log.info("Metrics are also published to the registry {}", name));
      return registry;
    } catch (Exception | LinkageError e) {
      log.warn("The registry '{}' ({}) cannot be used", name, Setting.REGISTRIES.key(), e);
      return Optional.empty();
    }
  }

  private static Optional<Object> create(String name) throws ReflectiveOperationException {
    ClassLoader loader = loader();
    List<String> known = new ArrayList<>();
    Iterator<RegistryProvider> providers =
        ServiceLoader.load(RegistryProvider.class, loader).iterator();
    while (providers.hasNext()) {
      RegistryProvider provider = providers.next();
      if (provider.name().equals(name)) {
        return Optional.of(provider.create());
      }
      known.add(provider.name());
    }
    if (name.indexOf('.') > 0) {
      return Optional.of(Class.forName(name, true, loader).getDeclaredConstructor().newInstance());
    }
    log.warn(
        "There is no registry '{}' ({}) on the driver's class path; ServiceLoader finds {}",
        name,
        Setting.REGISTRIES.key(),
        known);
    return Optional.empty();
  }

  /** Where {@code --jars} are. */
  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ForeignRegistries.class.getClassLoader() : context;
  }

  void addTo(CompositeMeterRegistry composite) {
    registries.values().forEach(registry -> composite.add(new BridgeRegistry(registry)));
  }

  void startClosing() {
    if (registries.isEmpty()) {
      closed.countDown();
      return;
    }
    Thread thread = new Thread(this::close, "redline-registries");
    thread.setDaemon(true);
    thread.start();
  }

  private void close() {
    registries.forEach(
        (name, registry) -> {
          try {
            registry.close();
          } catch (Exception | LinkageError e) {
            log.warn("The registry '{}' could not be closed", name, e);
          }
        });
    closed.countDown();
  }

  void awaitClosed(long endNanos) {
    try {
      if (!closed.await(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        log.warn(
            "The registries {} did not close in time ({})",
            registries.keySet(),
            Setting.FLUSH_DEADLINE.key());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
