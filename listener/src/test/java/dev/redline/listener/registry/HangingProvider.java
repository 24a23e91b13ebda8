package dev.redline.listener.registry;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;

/** A registry that never closes, as one that pushes to a dead host may. */
public final class HangingProvider implements RegistryProvider {
  @Override
  public String name() {
    return "hanging";
  }

  @Override
  public Object create() {
    return new SimpleMeterRegistry() {
      @Override
      public void close() {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }
}
