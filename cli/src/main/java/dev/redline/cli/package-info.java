/**
 * The {@code bin/redline} command: one class for each subcommand.
 *
 * <p>Reads the other rooms; nothing reads it. The sandbox may not be imported.
 */
@NullMarked
package dev.redline.cli;

import org.jspecify.annotations.NullMarked;
