package dev.redline.listener.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopStorageTest {
  @TempDir Path folder;

  private final HadoopStorage storage =
      new HadoopStorage(
          () -> {
            Configuration configuration = new Configuration(false);
            configuration.set(
                TroubledFileSystem.IMPLEMENTATION, TroubledFileSystem.class.getName());
            return configuration;
          });

  @ParameterizedTest
  @ValueSource(strings = {"%s", "file:%s", "file://%s", "FILE:%s", "troubled://sound%s"})
  void replacesAFileWhereverItIs(String address) throws Exception {
    Path file = folder.resolve("new folder/verdict.json");
    String location = address.formatted(file);
    storage.replace(location, "first");
    storage.replace(location, "second \u00fc");
    assertThat(file).hasContent("second \u00fc");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
    assertThat(Files.list(file.getParent())).hasSize(1);
  }

  @Test
  void saysThatTheFileSystemIsFull() {
    assertThatThrownBy(() -> storage.replace("troubled://full/verdict.json", "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere://bucket/verdict.json", "file:", "file:///", "s3a://", "hdfs:"})
  void refusesWhatNobodyCanWrite(String location) {
    assertThatThrownBy(() -> storage.replace(location, "text")).isInstanceOf(IOException.class);
  }
}
