/**
 * The record of one run, bounded in size whatever the run does: totals, a timeline, losses, the
 * verdict and the configuration that applied. The verdict file and the run record are written from
 * it and the report is drawn from it.
 *
 * <p>Only the JDK, the catalog, signals, verdicts and the streaming JSON writer may be imported.
 */
@NullMarked
package dev.redline.listener.run;

import org.jspecify.annotations.NullMarked;
