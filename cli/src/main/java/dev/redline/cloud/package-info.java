/**
 * {@code redline doctor} and {@code redline fire-drill}: does what is deployed work?
 *
 * <p>The only place of the command line that imports the AWS SDK.
 */
@NullMarked
package dev.redline.cloud;

import org.jspecify.annotations.NullMarked;
