package dev.redline.listener.cluster;

import com.fasterxml.jackson.databind.*;
import dev.redline.sandbox.spark.*;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import org.junit.jupiter.api.Test;

class YarnProbe {
  @Test
  void probe() throws Exception {
    Path base = Files.createDirectories(Path.of("/tmp/rl/scratch-clusters/yprobe-" + System.currentTimeMillis()));
    Path app = ApplicationJar.of(Clusters.ROOT.resolve("listener/target/test-classes"), "dev.redline.listener.app", base.resolve("app.jar"));
    try (YarnCluster yarn = YarnCluster.start(Clusters.ROOT)) {
      for (SparkDistribution spark : SparkDistribution.values()) {
        for (Scenario s : List.of(Scenario.REPEATED_SIGKILL, Scenario.HEAP_EXHAUSTION, Scenario.SCALE_IN, Scenario.USER_EXCEPTION)) {
          Path f = Files.createDirectories(base.resolve(s.slug() + "-" + spark.version()));
          Path ev = Files.createDirectories(f.resolve("events"));
          SparkSubmit sub = new SparkSubmit(PySpark.of(spark), yarn, f.resolve("spark"), 2, 512, 256)
            .conf("spark.eventLog.enabled", "true").conf("spark.eventLog.dir", ev.toUri().toString())
            .conf("spark.eventLog.rolling.enabled", "false").conf("spark.eventLog.compress", "false")
            .conf("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .application(app, s.mainClass(), s.arguments(f.resolve("marks"), f.resolve("result")));
          s.settings().forEach(sub::conf);
          SparkRun run = SparkRun.of(sub, Duration.ofMinutes(5));
          System.out.println("PROBE " + s + " " + spark + " exit=" + run.exitCode() + " " + run.took().toSeconds());
          try (var logs = Files.list(ev)) { for (Path log : logs.toList()) for (String line : Files.readAllLines(log)) {
            if (line.contains("\"SparkListenerExecutorRemoved\"")) { JsonNode e = new ObjectMapper().readTree(line);
              System.out.println("REASON " + e.path("Executor ID").asText() + " " + e.path("Removed Reason").asText().replace("\n", "\\n")); }
            if (line.contains("\"SparkListenerJobEnd\"")) System.out.println("JOBEND"); } }
        }
      }
    }
  }
}
