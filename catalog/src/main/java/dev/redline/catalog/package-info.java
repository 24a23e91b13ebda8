/**
 * The one list of what Redline measures, limits and can be told: metrics, dimensions, guardrails
 * and settings. Meters, policies, dashboards, alarms and docs all read their names and numbers
 * here.
 *
 * <p>Nothing but the JDK may be imported, and no other package of Redline.
 */
@NullMarked
package dev.redline.catalog;

import org.jspecify.annotations.NullMarked;
