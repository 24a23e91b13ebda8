/**
 * What the JUnit extensions of the sandbox share.
 *
 * <p>Only the JDK and JUnit's API may be imported; nothing of the product.
 */
@NullMarked
package dev.redline.sandbox.junit;

import org.jspecify.annotations.NullMarked;
