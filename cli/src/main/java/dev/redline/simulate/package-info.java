/**
 * {@code redline simulate}: what the alarms would have made of a run. The evaluation itself is in
 * the alarms' room; here are its inputs and what is printed.
 */
@NullMarked
package dev.redline.simulate;

import org.jspecify.annotations.NullMarked;
