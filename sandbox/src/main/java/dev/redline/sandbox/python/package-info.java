/**
 * Python on this machine, and environments with packages from PyPI that are made once for a user
 * and kept.
 *
 * <p>Only the JDK, slf4j and the sandbox's {@code process} may be imported; nothing of the product.
 */
@NullMarked
package dev.redline.sandbox.python;

import org.jspecify.annotations.NullMarked;
