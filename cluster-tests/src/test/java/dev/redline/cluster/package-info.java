/**
 * The guard on real clusters: what is done to real executors, on which cluster, and how it ends
 * with the guard and without.
 *
 * <p>Of the product only its built jar is used. The applications are in the listener's tests,
 * {@code dev.redline.listener.app}.
 */
@NullMarked
package dev.redline.cluster;

import org.jspecify.annotations.NullMarked;
