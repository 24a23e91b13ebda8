package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final List<ParquetFile> FILES =
      List.of(
          new ParquetFile("part-0.parquet", 100, List.of(7L)),
          new ParquetFile("part-1.parquet", 50, List.of(0L)),
          new ParquetFile("part-2.parquet", 70, List.of(1L)));

  @TempDir Path folder;

  @Test
  void namesEachFileWithRowsByRedshiftsAddressAndExactLength() throws Exception {
    JsonNode manifest =
        new ObjectMapper().readTree(new Manifest(new ParquetFolder("s3a://b/x", FILES)).json());

    assertThat(manifest)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"entries": [
                      {"url": "s3://b/x/part-0.parquet", "mandatory": true,
                       "meta": {"content_length": 100}},
                      {"url": "s3://b/x/part-2.parquet", "mandatory": true,
                       "meta": {"content_length": 70}}
                    ]}
                    """));
  }

  @Test
  void liesBesideTheFilesItNames() throws Exception {
    String address =
        new Manifest(new ParquetFolder("file:" + folder, FILES)).write(new Configuration());

    assertThat(address).isEqualTo("file:" + folder + "/manifest.json");
    assertThat(Files.readString(folder.resolve("manifest.json"))).contains("part-2.parquet");
  }
}
