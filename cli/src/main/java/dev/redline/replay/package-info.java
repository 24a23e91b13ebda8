/**
 * Judges event logs with the engine that judges live runs: logs in, signals through, verdicts out,
 * without a Spark and in constant memory.
 *
 * <p>Spark may not be imported: an event log is read as what it is, lines of JSON.
 */
@NullMarked
package dev.redline.replay;

import org.jspecify.annotations.NullMarked;
