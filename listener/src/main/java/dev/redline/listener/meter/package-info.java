/**
 * Metrics: the catalog's meters fed from signals, and their way to CloudWatch on the agent's own
 * threads.
 *
 * <p>The only place that imports Micrometer and the AWS SDK; no Spark.
 */
@NullMarked
package dev.redline.listener.meter;

import org.jspecify.annotations.NullMarked;
