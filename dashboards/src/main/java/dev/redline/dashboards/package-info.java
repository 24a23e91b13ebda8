/**
 * The one layout of what people look at, rows and panels and red lines, and its rendering as a
 * CloudWatch dashboard; the report of a run in {@code report} renders the same layout.
 *
 * <p>Names, units and limits come from the catalog and are never written here. Nothing of Spark,
 * Micrometer or the AWS SDK may be imported.
 */
@NullMarked
package dev.redline.dashboards;

import org.jspecify.annotations.NullMarked;
