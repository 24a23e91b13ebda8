package dev.redline.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.sandbox.spark.SparkDistribution;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar that users attach: complete, of our own packages only, and for Java 17. */
class AgentJarIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Path AGENT = ROOT.resolve("listener/target/redline-agent.jar");
  private static final int JAVA_17 = 61;
  private static final String SHADED = "dev/redline/shaded/";

  /** Types, in descriptors and signatures, of libraries that the agent brings along. */
  private static final Pattern BROUGHT =
      Pattern.compile(
          "L(software/amazon|io/micrometer|com/fasterxml/jackson|org/reactivestreams"
              + "|org/pcollections|org/HdrHistogram|org/LatencyUtils)/");

  private static final Pattern BROUGHT_NAME =
      Pattern.compile("\\[*" + BROUGHT.pattern().replaceFirst("L", "L?") + ".*");

  private static final Map<String, ClassFile> CLASSES = new TreeMap<>();
  private static List<String> entries = List.of();

  @BeforeAll
  static void open() throws IOException {
    try (JarFile jar = new JarFile(AGENT.toFile())) {
      entries = jar.stream().filter(e -> !e.isDirectory()).map(JarEntry::getName).toList();
      for (String entry : entries) {
        if (entry.endsWith(".class")) {
          try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            CLASSES.put(entry, ClassFile.read(in));
          }
        }
      }
    }
    System.out.printf(
        "%s: %,d bytes, %,d classes%n", AGENT.getFileName(), Files.size(AGENT), CLASSES.size());
  }

  private static ClassFile named(String name) {
    return Objects.requireNonNull(CLASSES.get(name + ".class"), name);
  }

  @Test
  void holdsTheClassesThatUsersName() {
    assertThat(entries)
        .contains(
            "dev/redline/listener/RedlineListener.class",
            "dev/redline/listener/RedlinePlugin.class",
            "dev/redline/catalog/Setting.class");
  }

  @Test
  void holdsOurPackagesOnly() {
    assertThat(CLASSES.keySet()).allMatch(name -> name.startsWith("dev/redline/"));
    assertThat(CLASSES.keySet())
        .filteredOn(name -> !name.startsWith(SHADED))
        .allMatch(name -> name.matches("dev/redline/(catalog|listener)/.*"));
  }

  @Test
  void holdsNothingThatSparkBringsAndNoSecondHttpClient() {
    assertThat(entries)
        .noneMatch(
            name ->
                name.matches(".*(org/slf4j|org/apache/spark|org/apache/hadoop|io/netty)/.*")
                    || name.startsWith("scala/")
                    || name.startsWith("META-INF/versions/")
                    || name.indexOf('/') < 0
                    || name.contains("apache/http"));
  }

  @Test
  void holdsNoSignatureOrModuleOfAnotherJar() {
    assertThat(entries)
        .noneMatch(
            name ->
                name.endsWith("module-info.class") || name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
        .doesNotHaveDuplicates();
  }

  @Test
  void servicesNameClassesThatAreThere() throws IOException {
    try (JarFile jar = new JarFile(AGENT.toFile())) {
      for (String entry : entries) {
        if (entry.startsWith("META-INF/services/")) {
          try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            List<String> names =
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            assertThat(names)
                .as(entry)
                .allMatch(name -> entries.contains(name.replace('.', '/') + ".class"));
          }
        }
      }
    }
  }

  @Test
  void runsOnJava17() {
    assertThat(CLASSES)
        .allSatisfy((name, file) -> assertThat(file.majorVersion()).isLessThanOrEqualTo(JAVA_17));
    assertThat(named("dev/redline/listener/RedlineListener").majorVersion()).isEqualTo(JAVA_17);
  }

  @Test
  void refersToWhatItBringsByItsNewName() {
    List<String> left = new ArrayList<>();
    CLASSES.forEach(
        (name, file) -> {
          file.classNames().stream()
              .filter(type -> BROUGHT_NAME.matcher(type).matches())
              .forEach(type -> left.add(name + " -> " + type));
          file.texts().stream()
              .filter(text -> text.startsWith("(") || text.startsWith("L"))
              .filter(text -> BROUGHT.matcher(text).find())
              .forEach(text -> left.add(name + " -> " + text));
        });
    assertThat(left).isEmpty();
    assertThat(named("dev/redline/listener/meter/CloudWatchSender").classNames())
        .anyMatch(name -> name.startsWith(SHADED + "software/amazon/"));
  }

  /**
   * Memory is read out of an array of Spark's by position, and by name where there is none; only on
   * these Sparks was it seen that both give the same.
   */
  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void readsMemoryByPositionAsByNameOnBothSparks(SparkDistribution spark) throws Exception {
    try (Stream<Path> jars = Files.list(spark.jars(ROOT))) {
      List<URL> urls = new ArrayList<>(List.of(AGENT.toUri().toURL()));
      for (Path jar : jars.toList()) {
        urls.add(jar.toUri().toURL());
      }
      try (URLClassLoader loader =
          new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
        Class<?> memory = loader.loadClass("dev.redline.listener.spark.ExecutorMemory");
        Class<?> metrics = loader.loadClass("org.apache.spark.executor.ExecutorMetrics");
        Object different =
            metrics
                .getConstructor(long[].class)
                .newInstance((Object) LongStream.rangeClosed(1, 64).toArray());
        assertThat(call(memory, "isByPosition")).isEqualTo(true);
        assertThat(call(memory, "heapBytes", different))
            .isEqualTo(call(memory, "heapByName", different))
            .isEqualTo(
                metrics
                    .getMethod("getMetricValue", String.class)
                    .invoke(different, "JVMHeapMemory"));
        assertThat(call(memory, "residentBytes", different))
            .isEqualTo(call(memory, "residentByName", different))
            .isNotEqualTo(0L);
      }
    }
  }

  private static @Nullable Object call(Class<?> type, String method, Object... arguments)
      throws ReflectiveOperationException {
    for (Method candidate : type.getDeclaredMethods()) {
      if (candidate.getName().equals(method)) {
        candidate.setAccessible(true);
        return candidate.invoke(null, arguments);
      }
    }
    throw new NoSuchMethodException(method);
  }

  /**
   * 8.0 MB; with the HTTP clients that the SDK brings by default it would be 14 (publishing.md).
   */
  @Test
  void staysSmall() throws IOException {
    assertThat(Files.size(AGENT)).isLessThan(9_000_000);
  }
}
