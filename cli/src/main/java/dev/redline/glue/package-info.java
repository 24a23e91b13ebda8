/**
 * Checks the arguments of AWS Glue jobs against what Glue makes of them. Pure but for the reading
 * of files: no AWS is asked.
 *
 * <p>Of the agent only its list of worker types may be imported; nothing of the job or picocli.
 */
@NullMarked
package dev.redline.glue;

import org.jspecify.annotations.NullMarked;
