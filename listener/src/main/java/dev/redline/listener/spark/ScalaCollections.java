package dev.redline.listener.spark;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks Scala's collections without naming a Scala collection in a signature: they are bound to by
 * name, since descriptors that mention collections differ between Scala 2.12 and 2.13.
 */
final class ScalaCollections {
  private final MethodHandle valuesIterator;
  private final MethodHandle iterator;
  private final MethodHandle hasNext;
  private final MethodHandle next;

  ScalaCollections() {
    try {
      ClassLoader loader = scala.Option.class.getClassLoader();
      Class<?> map = Class.forName("scala.collection.Map", false, loader);
      Class<?> iterable = Class.forName("scala.collection.Iterable", false, loader);
      Class<?> walker = Class.forName("scala.collection.Iterator", false, loader);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      valuesIterator =
          lookup
              .findVirtual(map, "valuesIterator", methodType(walker))
              .asType(methodType(Object.class, Object.class));
      iterator =
          lookup
              .findVirtual(iterable, "iterator", methodType(walker))
              .asType(methodType(Object.class, Object.class));
      hasNext =
          lookup
              .findVirtual(walker, "hasNext", methodType(boolean.class))
              .asType(methodType(boolean.class, Object.class));
      next =
          lookup
              .findVirtual(walker, "next", methodType(Object.class))
              .asType(methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Scala library has other collections", e);
    }
  }

  /** Each value of a map. */
  void forEachValue(Object map, Consumer<Object> action) {
    walk(map, valuesIterator, action);
  }

  /** Each element of a sequence; null has none. */
  void forEach(@Nullable Object sequence, Consumer<Object> action) {
    if (sequence != null) {
      walk(sequence, iterator, action);
    }
  }

  private void walk(Object collection, MethodHandle begin, Consumer<Object> action) {
    try {
      Object walker = (Object) begin.invokeExact(collection);
      while ((boolean) hasNext.invokeExact(walker)) {
        action.accept((Object) next.invokeExact(walker));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot walk " + collection.getClass(), e);
    }
  }
}
