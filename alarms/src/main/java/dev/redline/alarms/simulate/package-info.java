/**
 * The alarm simulator: what CloudWatch would have made of a run, from our own definitions of alarms
 * and without CloudWatch. Pure.
 *
 * <p>Only the JDK, the catalog and the alarms may be imported.
 */
@NullMarked
package dev.redline.alarms.simulate;

import org.jspecify.annotations.NullMarked;
