/**
 * Programs and folders that more than one part of the sandbox needs.
 *
 * <p>Only the JDK may be imported; nothing of the product.
 */
@NullMarked
package dev.redline.sandbox.process;

import org.jspecify.annotations.NullMarked;
