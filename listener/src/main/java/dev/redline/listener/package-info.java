/**
 * The agent: {@link dev.redline.listener.RedlineListener} for {@code spark.extraListeners} and
 * {@link dev.redline.listener.RedlinePlugin} for {@code spark.plugins}, and the guard that joins
 * the rooms below.
 *
 * <p>Only the two entry classes may import Spark here.
 */
@NullMarked
package dev.redline.listener;

import org.jspecify.annotations.NullMarked;
