/**
 * How a job brings its own Micrometer registry: what it implements, with types of the JDK only,
 * since the agent's own Micrometer is relocated and no class of it is the job's.
 */
@NullMarked
package dev.redline.listener.registry;

import org.jspecify.annotations.NullMarked;
