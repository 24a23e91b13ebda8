-- What the stand-in adds to its PostgreSQL. The proxy turns a COPY into a call of load(), and an
-- error of its own into a call of fail(), so that both happen inside the client's transaction.
CREATE SCHEMA redshift_stand_in;
GRANT USAGE ON SCHEMA redshift_stand_in TO PUBLIC;

CREATE FUNCTION pg_catalog.getdate() RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC') $$;

CREATE FUNCTION redshift_stand_in.sysdate() RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT now() AT TIME ZONE 'UTC' $$;

CREATE FUNCTION pg_catalog.len(text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT length($1) $$;

CREATE FUNCTION pg_catalog.pg_last_copy_count() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT coalesce(nullif(current_setting('redshift_stand_in.last_copy_count', true), ''), '0')::bigint $$;

CREATE PROCEDURE redshift_stand_in.fail(state text, message text, detail text) LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = state, MESSAGE = message, DETAIL = detail; END $$;

CREATE PROCEDURE redshift_stand_in.fail_scan(code integer, context text) LANGUAGE plpgsql AS
$$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'XX000', MESSAGE = 'Spectrum Scan Error', DETAIL = format(
    E'\n  -----------------------------------------------\n'
    '  error:  Spectrum Scan Error\n'
    '  code:      %s\n'
    '  context:   %s\n'
    '  location:  Redshift stand-in\n'
    '  -----------------------------------------------', code, context);
END
$$;

CREATE FUNCTION redshift_stand_in.target_columns(target regclass, names text[])
RETURNS TABLE (ordinal bigint, name text, type oid, modifier integer) LANGUAGE plpgsql STABLE AS
$$
DECLARE
  unknown text;
BEGIN
  SELECT n INTO unknown FROM unnest(names) n WHERE NOT EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = target AND a.attname = n AND a.attnum > 0 AND NOT a.attisdropped);
  IF unknown IS NOT NULL THEN
    RAISE EXCEPTION 'column "%" of relation "%" does not exist', unknown, target USING ERRCODE = '42703';
  END IF;
  RETURN QUERY
    SELECT row_number() OVER (ORDER BY array_position(names, a.attname::text), a.attnum),
           a.attname::text, a.atttypid, a.atttypmod
    FROM pg_attribute a
    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
      AND (cardinality(names) = 0 OR a.attname = ANY (names));
END
$$;

-- Spectrum compares a file with its table before and while it reads rows.
CREATE PROCEDURE redshift_stand_in.check_file(target regclass, names text[], file jsonb) LANGUAGE plpgsql AS
$$
DECLARE
  url CONSTANT text := file ->> 'url';
  wanted bigint;
  given CONSTANT integer := jsonb_array_length(file -> 'columns');
  col record;
  expected text;
  max_bytes integer;
BEGIN
  SELECT count(*) INTO wanted FROM redshift_stand_in.target_columns(target, names);
  IF wanted <> given THEN
    CALL redshift_stand_in.fail_scan(15007, format(
      'Unmatched number of columns between table and file. Table columns: %s, Data columns: %s. File: %s',
      wanted, given, url));
  END IF;
  FOR col IN
    SELECT t.name, t.type, t.modifier, file -> 'columns' -> (t.ordinal - 1)::int AS data
    FROM redshift_stand_in.target_columns(target, names) t ORDER BY t.ordinal
  LOOP
    expected := CASE
      WHEN col.type IN ('varchar'::regtype, 'bpchar'::regtype) THEN 'text'
      WHEN col.type = 'timestamptz'::regtype THEN 'timestamp without time zone'
      ELSE format_type(col.type, col.modifier) END;
    IF expected <> col.data ->> 'type' THEN
      CALL redshift_stand_in.fail_scan(15007, format(
        E'File ''%s'' has an incompatible Parquet schema for column ''%s''. Column type: %s, Parquet schema:\n%s %s',
        url, col.name, upper(format_type(col.type, col.modifier)), col.data ->> 'parquet', col.data ->> 'name'));
    END IF;
    max_bytes := CASE WHEN expected = 'text' AND col.modifier > 4 THEN col.modifier - 4 END;
    IF (col.data ->> 'bytes')::bigint > max_bytes THEN
      CALL redshift_stand_in.fail_scan(15001, format(
        'The length of the data column %s is longer than the length defined in the table. Table: %s, Data: %s. File: %s',
        col.name, max_bytes, col.data ->> 'bytes', url));
    END IF;
  END LOOP;
END
$$;

-- Only this one may read files of the server; the client's user may not.
CREATE FUNCTION redshift_stand_in.pump(target regclass, names text[], csv text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS
$$
DECLARE
  loaded bigint;
  column_list CONSTANT text := (SELECT '(' || string_agg(quote_ident(n), ', ' ORDER BY i) || ')'
                                FROM unnest(names) WITH ORDINALITY AS u (n, i));
  relation CONSTANT text := (SELECT format('%I.%I', n.nspname, c.relname)
                             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target);
BEGIN
  EXECUTE format('COPY %s %s FROM %L (FORMAT csv, NULL ''\N'', ENCODING ''UTF8'')',
                 relation, coalesce(column_list, ''), csv);
  GET DIAGNOSTICS loaded = ROW_COUNT;
  RETURN loaded;
END
$$;

CREATE PROCEDURE redshift_stand_in.require_insert(target regclass) LANGUAGE plpgsql AS
$$
BEGIN
  IF NOT has_table_privilege(target, 'INSERT') THEN
    RAISE EXCEPTION 'permission denied for relation %', target USING ERRCODE = '42501';
  END IF;
END
$$;

CREATE PROCEDURE redshift_stand_in.loaded(target regclass, records bigint) LANGUAGE plpgsql AS
$$
BEGIN
  PERFORM set_config('redshift_stand_in.last_copy_count', records::text, false);
  RAISE INFO 'Load into table ''%'' completed, % record(s) loaded successfully.', target, records;
END
$$;

CREATE PROCEDURE redshift_stand_in.load(target_name text, names text[], files jsonb, delay_ms bigint) LANGUAGE plpgsql AS
$$
DECLARE
  target CONSTANT regclass := target_name::regclass;
  file jsonb;
  records bigint := 0;
BEGIN
  PERFORM pg_sleep(delay_ms / 1000.0);
  CALL redshift_stand_in.require_insert(target);
  FOR file IN SELECT jsonb_array_elements(files) LOOP
    CALL redshift_stand_in.check_file(target, names, file);
  END LOOP;
  FOR file IN SELECT jsonb_array_elements(files) LOOP
    records := records + redshift_stand_in.pump(target, names, file ->> 'csv');
  END LOOP;
  CALL redshift_stand_in.loaded(target, records);
END
$$;

-- CSV: the proxy has cut each record into a line number and an array of fields.
CREATE FUNCTION redshift_stand_in.read_lines(csv text) RETURNS TABLE (line bigint, fields text[])
LANGUAGE plpgsql SECURITY DEFINER AS
$$
BEGIN
  CREATE TEMP TABLE IF NOT EXISTS redshift_stand_in_lines (line bigint, fields text[]) ON COMMIT DROP;
  EXECUTE format('COPY pg_temp.redshift_stand_in_lines FROM %L (FORMAT csv, ENCODING ''UTF8'')', csv);
  RETURN QUERY SELECT l.line, l.fields FROM pg_temp.redshift_stand_in_lines l;
  DROP TABLE pg_temp.redshift_stand_in_lines;
END
$$;

-- Code and words of https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html; NULL for a good field.
CREATE FUNCTION redshift_stand_in.field_error(value text, type oid, modifier integer, required boolean)
RETURNS TABLE (code integer, reason text) LANGUAGE sql STABLE AS
$$
  SELECT * FROM (SELECT CASE
    WHEN value IS NULL AND required THEN 1213
    WHEN value IS NULL THEN NULL
    WHEN type IN ('varchar'::regtype, 'bpchar'::regtype) AND modifier > 4 AND octet_length(value) > modifier - 4 THEN 1204
    WHEN type IN ('varchar'::regtype, 'bpchar'::regtype) OR pg_input_is_valid(value, format_type(type, modifier)) THEN NULL
    WHEN type = 'date'::regtype THEN 1205
    WHEN type IN ('timestamp'::regtype, 'timestamptz'::regtype) THEN 1206
    WHEN type IN ('real'::regtype, 'double precision'::regtype) THEN 1208
    WHEN type = 'numeric'::regtype THEN 1209
    WHEN type = 'boolean'::regtype THEN 1210
    ELSE 1207 END) c (code)
  CROSS JOIN LATERAL (SELECT CASE c.code
    WHEN 1204 THEN 'String length exceeds DDL length'
    WHEN 1205 THEN 'Invalid Date Format - length must be 10 or more'
    WHEN 1206 THEN 'Invalid timestamp format or value'
    WHEN 1207 THEN format('Invalid digit, Value ''%s'', Pos 0, Type: %s', left(value, 1), initcap(format_type(type, modifier)))
    WHEN 1208 THEN 'Invalid float format or value'
    WHEN 1209 THEN 'Invalid decimal format or value'
    WHEN 1210 THEN 'Unknown boolean format'
    WHEN 1213 THEN 'Missing data for not-null field' END) r (reason)
$$;

CREATE FUNCTION redshift_stand_in.line_errors(target regclass, names text[], url text, csv text) RETURNS SETOF jsonb
LANGUAGE sql AS
$$
  WITH cols AS (
    SELECT t.ordinal, t.name, t.type, t.modifier, a.attnotnull AND NOT a.atthasdef AS required
    FROM redshift_stand_in.target_columns(target, names) t
    JOIN pg_attribute a ON a.attrelid = target AND a.attname = t.name),
  lines AS (SELECT * FROM redshift_stand_in.read_lines(csv)),
  errors AS (
    SELECT l.line, ''::text AS name, NULL::oid AS type, NULL::integer AS modifier,
           CASE WHEN cardinality(l.fields) > (SELECT count(*) FROM cols) THEN 1202 ELSE 1214 END AS code,
           CASE WHEN cardinality(l.fields) > (SELECT count(*) FROM cols) THEN 'Extra column(s) found' ELSE 'Delimiter not found' END AS reason,
           l.fields, NULL::text AS value
    FROM lines l WHERE cardinality(l.fields) <> (SELECT count(*) FROM cols)
    UNION ALL
    SELECT l.line, c.name, c.type, c.modifier, e.code, e.reason, l.fields, l.fields[c.ordinal]
    FROM lines l CROSS JOIN cols c
    CROSS JOIN LATERAL redshift_stand_in.field_error(l.fields[c.ordinal], c.type, c.modifier, c.required) e
    WHERE e.code IS NOT NULL AND cardinality(l.fields) = (SELECT count(*) FROM cols))
  SELECT jsonb_build_object('file', url, 'line', line, 'column', name,
      'type', coalesce(format_type(type, NULL), ''), 'length', CASE WHEN modifier > 4 THEN (modifier - 4)::text ELSE '' END,
      'code', code, 'reason', reason, 'raw_line', array_to_string(fields, ','), 'value', value)
  FROM errors ORDER BY line, name LIMIT 10
$$;

CREATE PROCEDURE redshift_stand_in.load_csv(target_name text, names text[], files jsonb, delay_ms bigint) LANGUAGE plpgsql AS
$$
DECLARE
  target CONSTANT regclass := target_name::regclass;
  file jsonb;
  errors jsonb;
  batch bigint;
  records bigint := 0;
  column_list text;
  value_list text;
BEGIN
  PERFORM pg_sleep(delay_ms / 1000.0);
  CALL redshift_stand_in.require_insert(target);
  FOR file IN SELECT jsonb_array_elements(files) LOOP
    SELECT jsonb_agg(e) INTO errors FROM redshift_stand_in.line_errors(target, names, file ->> 'url', file ->> 'csv') e;
    IF errors IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'XX000',
        MESSAGE = format('Load into table ''%s'' failed.  Check ''stl_load_errors'' system table for details.', target),
        DETAIL = 'redshift_stand_in.load_errors ' || errors::text;
    END IF;
  END LOOP;
  SELECT string_agg(quote_ident(t.name), ', ' ORDER BY t.ordinal),
         string_agg(format('l.fields[%s]::%s', t.ordinal, format_type(t.type, t.modifier)), ', ' ORDER BY t.ordinal)
  INTO column_list, value_list FROM redshift_stand_in.target_columns(target, names) t;
  FOR file IN SELECT jsonb_array_elements(files) LOOP
    EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM redshift_stand_in.read_lines(%L) l',
                   target, column_list, value_list, file ->> 'csv');
    GET DIAGNOSTICS batch = ROW_COUNT;
    records := records + batch;
  END LOOP;
  CALL redshift_stand_in.loaded(target, records);
END
$$;

-- Redshift's tables of load errors; the proxy fills them after the error, outside the transaction that failed.
CREATE TABLE redshift_stand_in.load_errors (
  session integer, at timestamp DEFAULT (statement_timestamp() AT TIME ZONE 'UTC'), query bigint GENERATED ALWAYS AS IDENTITY,
  file text, line bigint, col text, type text, length text, code integer, reason text, raw_line text, value text);
GRANT SELECT ON redshift_stand_in.load_errors TO PUBLIC;

CREATE PROCEDURE redshift_stand_in.record_load_errors(failed integer, errors jsonb) LANGUAGE sql AS
$$
  INSERT INTO redshift_stand_in.load_errors (session, file, line, col, type, length, code, reason, raw_line, value)
  SELECT failed, e ->> 'file', (e ->> 'line')::bigint, e ->> 'column', e ->> 'type', e ->> 'length', (e ->> 'code')::integer,
         e ->> 'reason', e ->> 'raw_line', e ->> 'value'
  FROM jsonb_array_elements(errors) e
$$;

CREATE FUNCTION pg_catalog.json_parse(text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1::jsonb $$;

CREATE FUNCTION pg_catalog.can_json_parse(text) RETURNS boolean LANGUAGE sql STABLE STRICT AS
$$ SELECT pg_input_is_valid($1, 'jsonb') $$;

-- What CREATE DATABASE ... COLLATE says in Redshift; here COMMENT ON DATABASE ... IS 'COLLATE CASE_INSENSITIVE'.
CREATE FUNCTION pg_catalog.db_collation() RETURNS varchar LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN shobj_description(oid, 'pg_database') ILIKE 'collate case_insensitive' THEN 'case_insensitive' ELSE 'case_sensitive' END
   FROM pg_database WHERE datname = current_database() $$;

SET allow_system_table_mods = on;

CREATE VIEW pg_catalog.sys_load_error_detail AS
SELECT 100 AS user_id, query AS query_id, session AS session_id, current_database()::text AS database_name, at AS start_time,
       file AS file_name, line AS line_number, col AS column_name, type AS column_type, length AS column_length,
       0 AS position, code AS error_code, reason AS error_message
FROM redshift_stand_in.load_errors;

CREATE VIEW pg_catalog.stl_load_errors AS
SELECT 100 AS userid, 0 AS slice, at AS starttime, session, query, rpad(file, 256) AS filename, line AS line_number,
       rpad(col, 127) AS colname, rpad(type, 10) AS type, rpad(length, 10) AS col_length, 0 AS position,
       rpad(raw_line, 1024) AS raw_line, rpad(value, 1024) AS raw_field_value, code AS err_code, rpad(reason, 100) AS err_reason
FROM redshift_stand_in.load_errors;

CREATE VIEW pg_catalog.svv_columns AS
SELECT table_catalog::text, table_schema::text, table_name::text, column_name::text, ordinal_position::integer,
       column_default::text, is_nullable::text, CASE data_type WHEN 'jsonb' THEN 'super' ELSE data_type END::text AS data_type,
       character_maximum_length::integer, numeric_precision::integer, numeric_scale::integer
FROM information_schema.columns;

-- Grants that reach the user. PostgreSQL has none of ALTER, on a table, a schema or the system: only owners alter.
CREATE VIEW pg_catalog.svv_relation_privileges AS
SELECT table_schema::text AS namespace_name, table_name::text AS relation_name, privilege_type::text,
       0 AS identity_id, grantee::text AS identity_name, CASE grantee WHEN 'PUBLIC' THEN 'public' ELSE 'user' END AS identity_type,
       is_grantable = 'YES' AS admin_option
FROM information_schema.table_privileges;

CREATE VIEW pg_catalog.svv_schema_privileges AS
SELECT nspname::text AS namespace_name, p.privilege AS privilege_type, 0 AS identity_id, current_user::text AS identity_name,
       'user' AS identity_type, false AS admin_option, 'SCHEMA' AS privilege_scope
FROM pg_namespace CROSS JOIN (VALUES ('USAGE'), ('CREATE')) p (privilege) WHERE has_schema_privilege(oid, p.privilege);

CREATE VIEW pg_catalog.svv_system_privileges AS
SELECT NULL::text AS system_privilege, NULL::integer AS identity_id, NULL::text AS identity_name, NULL::text AS identity_type
WHERE false;

-- A cluster of one node with two slices.
CREATE VIEW pg_catalog.stv_slices AS SELECT 0 AS node, slice, slice AS localslice, 'D'::char(1) AS type FROM generate_series(0, 1) slice;

GRANT SELECT ON pg_catalog.stv_slices, pg_catalog.sys_load_error_detail, pg_catalog.stl_load_errors, pg_catalog.svv_columns,
  pg_catalog.svv_relation_privileges, pg_catalog.svv_schema_privileges, pg_catalog.svv_system_privileges TO PUBLIC;
RESET allow_system_table_mods;
