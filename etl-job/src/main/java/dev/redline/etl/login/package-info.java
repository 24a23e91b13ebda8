/**
 * How the job proves who it is to Redshift: a password from the environment, a secret of Secrets
 * Manager, or temporary credentials for the role under which the job runs.
 *
 * <p>The only place that imports the AWS SDK, of which the jar carries what signs and sends a
 * request, relocated. Nothing here logs; no secret appears in a message or in a {@code toString}.
 */
@NullMarked
package dev.redline.etl.login;

import org.jspecify.annotations.NullMarked;
