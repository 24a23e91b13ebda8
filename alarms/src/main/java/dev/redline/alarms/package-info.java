/**
 * The alarms of a job, made from the catalog's guardrails: as a list, rendered as CloudFormation.
 *
 * <p>Only the JDK, the catalog and Jackson may be imported; no AWS SDK.
 */
@NullMarked
package dev.redline.alarms;

import org.jspecify.annotations.NullMarked;
