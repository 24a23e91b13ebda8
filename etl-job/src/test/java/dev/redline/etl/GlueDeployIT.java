package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.sandbox.localstack.CfnLint;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is in deploy/: the template as AWS's linter sees it, the script as Scala 2.12 does. */
class GlueDeployIT {
  private static final Path DEPLOY =
      Path.of(System.getProperty("redline.root"), "etl-job", "deploy");

  @TempDir Path folder;

  @Test
  @ExtendWith(LocalStackExtension.class)
  void satisfiesCfnLint() throws Exception {
    assertThat(CfnLint.findings(DEPLOY.resolve("glue-job.template.json"))).isEmpty();
  }

  @Test
  void compilesTheScriptAndCallsTheJob() throws Exception {
    Process scalac =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "scala.tools.nsc.Main",
                "-usejavacp",
                "-d",
                folder.toString(),
                DEPLOY.resolve("GlueEntry.scala").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("scalac.log").toFile())
            .start();
    assertThat(scalac.waitFor(8, TimeUnit.MINUTES)).isTrue();
    assertThat(folder.resolve("scalac.log")).content().doesNotContain("error");
    assertThat(scalac.exitValue()).isZero();

    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Method main = loader.loadClass("GlueEntry").getMethod("main", String[].class);
      Object glueArguments = new String[] {"--JOB_NAME", "nightly"};
      assertThatThrownBy(() -> main.invoke(null, glueArguments))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(InputError.class)
          .hasMessageContaining("--redline-spec is missing");
    }
  }
}
