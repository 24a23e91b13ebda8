/**
 * The linter of dashboard bodies: a JSON schema of what CloudWatch takes, and rules for what a
 * schema cannot say, such as overlaps, limits over all widgets, and metrics that nothing publishes.
 *
 * <p>It reads any body, not only ours. Nothing of Spark, Micrometer or the AWS SDK may be imported.
 */
@NullMarked
package dev.redline.dashboards.lint;

import org.jspecify.annotations.NullMarked;
