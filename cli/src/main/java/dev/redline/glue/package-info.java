/**
 * Checks the arguments of AWS Glue jobs against what Glue makes of them. Pure but for the reading
 * of files: no AWS is asked.
 *
 * <p>Nothing of the agent, the job or picocli may be imported.
 */
@NullMarked
package dev.redline.glue;

import org.jspecify.annotations.NullMarked;
