package dev.redline.listener;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Spark hands over, and whatever it is configured to, nothing is thrown at it. */
@SuppressWarnings("NullAway") // Nulls are what is tested.
class RedlineListenerTest {

  static Stream<Method> callbacks() {
    return Arrays.stream(SparkListener.class.getMethods())
        .filter(method -> method.getName().startsWith("on") && method.getParameterCount() == 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("callbacks")
  void noCallbackThrowsForNothing(Method callback) {
    RedlineListener listener =
        new RedlineListener(
            new SparkConf(false)
                .set("spark.app.name", "nulls")
                .set("spark.redline.mode", "observe"));
    assertThatCode(() -> callback.invoke(listener, (Object) null)).doesNotThrowAnyException();
    assertThatCode(() -> callback.invoke(listener, (Object) null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "observe", "on", ""})
  void startsInAnyMode(String mode) {
    SparkConf conf = new SparkConf(false).set("spark.redline.mode", mode);
    assertThatCode(() -> new RedlineListener(conf).onApplicationEnd(null))
        .doesNotThrowAnyException();
  }

  @Test
  void startsWithAConfigurationThatCannotBeRead() {
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "a lot");
    assertThatCode(() -> new RedlineListener(conf).onApplicationEnd(null))
        .doesNotThrowAnyException();
    assertThatCode(() -> new RedlineListener((SparkConf) null).onApplicationEnd(null))
        .doesNotThrowAnyException();
  }
}
