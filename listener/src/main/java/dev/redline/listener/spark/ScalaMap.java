package dev.redline.listener.spark;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;

/**
 * Walks the values of a Scala map without naming a Scala collection in a signature: {@code
 * scala.collection.Map} is bound to by name, since descriptors that mention collections differ
 * between Scala 2.12 and 2.13.
 */
final class ScalaMap {
  private final MethodHandle valuesIterator;
  private final MethodHandle hasNext;
  private final MethodHandle next;

  ScalaMap() {
    try {
      ClassLoader loader = scala.Option.class.getClassLoader();
      Class<?> map = Class.forName("scala.collection.Map", false, loader);
      Class<?> iterator = Class.forName("scala.collection.Iterator", false, loader);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      valuesIterator =
          lookup
              .findVirtual(map, "valuesIterator", methodType(iterator))
              .asType(methodType(Object.class, Object.class));
      hasNext =
          lookup
              .findVirtual(iterator, "hasNext", methodType(boolean.class))
              .asType(methodType(boolean.class, Object.class));
      next =
          lookup
              .findVirtual(iterator, "next", methodType(Object.class))
              .asType(methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Scala library has another scala.collection.Map", e);
    }
  }

  void forEachValue(Object map, Consumer<Object> action) {
    try {
      Object iterator = (Object) valuesIterator.invokeExact(map);
      while ((boolean) hasNext.invokeExact(iterator)) {
        action.accept((Object) next.invokeExact(iterator));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot walk " + map.getClass(), e);
    }
  }
}
