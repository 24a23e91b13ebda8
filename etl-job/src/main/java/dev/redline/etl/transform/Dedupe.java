package dev.redline.etl.transform;

import dev.redline.etl.storage.ParquetFolder;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A way to keep the newest row per key. Every one keeps the same rows, those {@link NewestPer}
 * describes.
 */
public interface Dedupe {

  /**
   * Decides which rows stay.
   *
   * @param input files that do not change until the result has been written
   * @param schema of the input
   */
  Deduped newest(SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule);
}
