package dev.redline.sandbox.spark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One submission of an application: builds the command that {@code spark-submit} would run, without
 * its shell script. Not thread-safe.
 *
 * <p>Each submission gets a SPARK_HOME of its own, whose jars are a link to the distribution's, so
 * that the executors' working folders of two runs never meet.
 */
public final class SparkSubmit {
  /** What Spark itself opens to itself on Java 17 (JavaModuleOptions). */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  /**
   * Four JVMs on a laptop's few cores, each for less than a minute: compiling with C2 and
   * collecting in parallel would cost more than they gain.
   */
  private static final List<String> QUICK =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-DontCompileHugeMethods");

  /** Leaves spark.executor.extraJavaOptions to the run. */
  private static final String EXECUTOR_OPTIONS = "spark.executor.defaultJavaOptions";

  private final SparkDistribution distribution;
  private final Path home;
  private final Map<String, String> conf = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<Path> jars = new ArrayList<>();
  private final List<String> driverOptions = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private @Nullable ClassArchive archive;
  private String mainClass = "";
  private String application = "";

  /**
   * A submission to a local cluster of executor processes.
   *
   * @param distribution which Spark
   * @param root the project's root
   * @param home an existing folder for this run's SPARK_HOME, logs and working folders
   * @param executors executors, one worker each
   * @param executorMib heap of each executor in MiB
   */
  public SparkSubmit(
      SparkDistribution distribution, Path root, Path home, int executors, int executorMib) {
    this(distribution, home, distribution.jars(root));
    localCluster(executors, executorMib);
    archive = new ClassArchive(distribution, root);
  }

  /**
   * A submission of a driver that may be a Python script, to a local cluster of executor processes.
   *
   * @param pySpark which Spark, and the Python of the driver and of the executors
   * @param home an existing folder for this run's SPARK_HOME, logs and working folders
   * @param executors executors, one worker each
   * @param executorMib heap of each executor in MiB
   */
  public SparkSubmit(PySpark pySpark, Path home, int executors, int executorMib) {
    this(pySpark.distribution(), home, pySpark.jars());
    localCluster(executors, executorMib);
    environment("PYSPARK_PYTHON", pySpark.python().toString());
    environment("PYSPARK_DRIVER_PYTHON", pySpark.python().toString());
  }

  /**
   * A submission to YARN; the driver is a process of this machine (deploy mode client).
   *
   * @param pySpark which Spark
   * @param yarn where its executors run
   * @param home an existing folder for this run's SPARK_HOME, logs and staging
   * @param executors executors
   * @param executorMib heap of each executor in MiB
   * @param overheadMib what each executor's container is granted beyond its heap, in MiB
   */
  public SparkSubmit(
      PySpark pySpark,
      YarnCluster yarn,
      Path home,
      int executors,
      int executorMib,
      int overheadMib) {
    this(pySpark.distribution(), home, pySpark.jars());
    conf("spark.master", "yarn");
    conf("spark.executor.instances", String.valueOf(executors));
    conf("spark.executor.memory", executorMib + "m");
    conf("spark.executor.memoryOverhead", overheadMib + "m");
    conf("spark.yarn.am.memory", "384m");
    conf("spark.yarn.am.extraJavaOptions", String.join(" ", QUICK));
    conf("spark.yarn.scheduler.heartbeat.interval-ms", "500");
    // Read where they are; copying them would take longer than most runs.
    conf("spark.yarn.jars", "local:" + pySpark.jars() + "/*");
    conf("spark.yarn.stagingDir", home.resolve("staging").toUri().toString());
    conf("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"));
    conf("spark.yarn.appMasterEnv.JAVA_HOME", System.getProperty("java.home"));
    environment("HADOOP_CONF_DIR", yarn.configuration().toString());
  }

  private SparkSubmit(SparkDistribution distribution, Path home, Path jars) {
    this.distribution = distribution;
    this.home = home;
    link(jars);
    conf("spark.driver.host", "127.0.0.1");
    conf("spark.driver.bindAddress", "127.0.0.1");
    conf("spark.ui.enabled", "false");
    environment.put("SPARK_HOME", home.toString());
    environment.put("SPARK_SCALA_VERSION", distribution.scalaVersion());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_LOCAL_HOSTNAME", "127.0.0.1");
  }

  private void localCluster(int executors, int executorMib) {
    conf("spark.master", "local-cluster[%d,1,%d]".formatted(executors, executorMib));
    conf("spark.executor.memory", executorMib + "m");
  }

  private void link(Path jars) {
    try {
      Files.createDirectories(home);
      Files.createSymbolicLink(home.resolve("jars"), jars.toAbsolutePath());
      try (InputStream logging = SparkSubmit.class.getResourceAsStream("log4j2.properties")) {
        if (logging == null) {
          throw new IllegalStateException("log4j2.properties is missing from the sandbox's jar");
        }
        Files.copy(logging, home.resolve("log4j2.properties"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lay out a SPARK_HOME at " + home, e);
    }
  }

  /** Sets a Spark setting, as {@code --conf} does. */
  public SparkSubmit conf(String key, String value) {
    conf.put(key, value);
    return this;
  }

  /** Sets an environment variable of the driver. */
  public SparkSubmit environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Adds an option of the driver's JVM. */
  SparkSubmit driverOption(String option) {
    driverOptions.add(option);
    return this;
  }

  /** Adds a jar, as {@code --jars} does. */
  public SparkSubmit jar(Path jar) {
    jars.add(jar);
    return this;
  }

  /** Names the application: its jar, main class and arguments. */
  public SparkSubmit application(Path jar, String className, List<String> args) {
    application = jar.toString();
    mainClass = className;
    arguments.clear();
    arguments.addAll(args);
    return this;
  }

  /** Names the application: a Python script and its arguments. */
  public SparkSubmit script(Path script, List<String> args) {
    return application(script, "", args);
  }

  /** The SPARK_HOME of this run. */
  public Path home() {
    return home;
  }

  /** The whole command. */
  public List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(quickOptions());
    command.addAll(driverOptions);
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.add("-Djdk.reflect.useDirectMethodHandle=false");
    command.add("-Dlog4j2.configurationFile=" + home.resolve("log4j2.properties").toUri());
    command.add("-cp");
    command.add(classPath());
    command.add("org.apache.spark.deploy.SparkSubmit");
    addConf(command, EXECUTOR_OPTIONS, String.join(" ", quickOptions()));
    conf.forEach((key, value) -> addConf(command, key, value));
    if (!jars.isEmpty()) {
      command.add("--jars");
      command.add(String.join(",", jars.stream().map(Path::toString).toList()));
    }
    if (!mainClass.isEmpty()) {
      command.add("--class");
      command.add(mainClass);
    }
    command.add(application);
    command.addAll(arguments);
    return command;
  }

  private static void addConf(List<String> command, String key, String value) {
    command.add("--conf");
    command.add(key + "=" + value);
  }

  private List<String> quickOptions() {
    List<String> options = new ArrayList<>(QUICK);
    if (archive != null && archive.exists()) {
      options.add(archive.option());
    }
    return options;
  }

  /** As spark-submit's script and Spark's workers have it. */
  private String classPath() {
    String conf = environment.getOrDefault("HADOOP_CONF_DIR", home.resolve("conf").toString());
    return conf + File.pathSeparator + home.resolve("jars") + "/*";
  }

  /** The driver's process, ready to be started; its working folder is {@link #home()}. */
  public ProcessBuilder process() {
    ProcessBuilder process = new ProcessBuilder(command()).directory(home.toFile());
    process.environment().remove("SPARK_CONF_DIR");
    process.environment().putAll(environment);
    return process;
  }

  /** Which Spark this is. */
  public SparkDistribution distribution() {
    return distribution;
  }
}
