/**
 * An embedded stand-in for Amazon Redshift: a PostgreSQL behind a loopback proxy that speaks enough
 * Redshift for the real redshift-jdbc42 driver and production SQL to run against it. Nothing of the
 * product may be imported here, and the product must never import this package: no Redshift was
 * contacted, and what passes here can still fail there.
 *
 * <h2>Imitated</h2>
 *
 * <ul>
 *   <li>The start of a session: no TLS, the driver's own start-up parameters, user and password,
 *       cancel requests.
 *   <li>{@code COPY t [(columns)] FROM 'uri' IAM_ROLE 'arn' FORMAT AS PARQUET MANIFEST}, its
 *       clauses in any order: columns by position, their count and types checked as Spectrum does
 *       (integer widths and decimal precision and scale must be the same, stricter rather than
 *       laxer than Redshift), {@code VARCHAR(n)} and {@code CHAR(n)} counted in bytes of UTF-8,
 *       {@code content_length} verified, an unsupported option refused. The role is only checked
 *       for its form: there is no IAM.
 *   <li>{@code COPY ... FORMAT AS CSV MANIFEST [IGNOREHEADER n] [DELIMITER 'c'] [NULL AS 'text']
 *       [GZIP]}: bytes, types and missing values checked; what is wrong is in {@code
 *       sys_load_error_detail} and {@code stl_load_errors} with file, line, column, code and reason
 *       as the load error reference words them. Parquet's errors are in the message only.
 *   <li>Files from a folder that plays the buckets, from {@code file:} addresses, or from a server
 *       that speaks S3 and asks for no signature, as LocalStack.
 *   <li>{@code pg_last_copy_count()} and the INFO notice after a load.
 *   <li>Tables: distribution and sort keys, encodings and constraints are accepted and not enforced
 *       (a primary key still makes its columns NOT NULL), {@code VARCHAR} without a length is 256
 *       bytes, {@code VARCHAR(MAX)} 65535, {@code SUPER} becomes jsonb, {@code IDENTITY(seed,
 *       step)}.
 *   <li>Names are folded to lower case, quoted or not, as with Redshift's default of {@code
 *       enable_case_sensitive_identifier}.
 *   <li>Snapshot isolation as the default: the snapshot is taken by the first statement that reads
 *       or writes, not by {@code LOCK TABLE}. Two transactions that read the same and write
 *       different rows both commit (write skew), as on Redshift.
 *   <li>{@code TRUNCATE} commits, and what came before it.
 *   <li>{@code svv_columns}, {@code json_parse}, {@code can_json_parse}; {@code
 *       svv_relation_privileges}, {@code svv_schema_privileges} and {@code svv_system_privileges}
 *       as far as PostgreSQL has such grants; {@code db_collation()}, which answers what the
 *       comment on the database says, {@code COLLATE CASE_INSENSITIVE} or nothing.
 *   <li>Faults on demand ({@link Faults}): a connection cut before or after any statement, error
 *       1023, the scanner's error, a slow COPY, a statement or an answer that is held.
 *   <li>A list of the statements that clients sent ({@link Statements}).
 *   <li>{@code GETDATE()}, {@code SYSDATE}, {@code NVL}, {@code LEN}.
 * </ul>
 *
 * <h2>Not imitated</h2>
 *
 * <ul>
 *   <li>{@code ALTER TABLE APPEND} and {@code UNLOAD} are errors.
 *   <li>COPY of other formats than Parquet and CSV, of a prefix without a manifest, with keys
 *       instead of a role, with {@code SERIALIZETOJSON}, {@code FILLRECORD} or {@code
 *       ACCEPTINVCHARS}: refused, never half-done; and so is {@code MAXERROR}. A COPY prepared on
 *       the server keeps the file contents of its first parse.
 *   <li>Comparisons of texts: blanks at the end count, as Redshift's {@code VARCHAR} ignores them
 *       ({@code CHAR} is as there), and so does case, whatever {@code db_collation()} says.
 *   <li>INSERT and UPDATE count characters, not bytes, in {@code VARCHAR(n)}.
 *   <li>Error 1023, unless it is asked for: a lost race is PostgreSQL's 40001 with PostgreSQL's
 *       words, and only between writers of the same row; Redshift locks whole tables for writing.
 *   <li>Other system tables ({@code svv_}, {@code sys_}, {@code stl_}, {@code stv_}), and with them
 *       the driver's getTables and getColumns: ask information_schema. {@code pg_last_query_id()}.
 *   <li>{@code MERGE ... REMOVE DUPLICATES}, {@code QUALIFY}, {@code LISTAGG}, {@code TOP}, SUPER
 *       navigation, backslash escapes in plain literals, late-binding views, the Data API.
 *   <li>Speed, slices (stv_slices always says two), concurrency scaling, workload queues, and
 *       anything about IAM or S3.
 * </ul>
 *
 * <p>PostgreSQL's own syntax that Redshift lacks is not refused: a statement that runs here is not
 * thereby Redshift SQL.
 */
@NullMarked
package dev.redline.sandbox.redshift;

import org.jspecify.annotations.NullMarked;
