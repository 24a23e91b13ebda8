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

CREATE PROCEDURE redshift_stand_in.load(target_name text, names text[], files jsonb) LANGUAGE plpgsql AS
$$
DECLARE
  target CONSTANT regclass := target_name::regclass;
  file jsonb;
  loaded bigint := 0;
BEGIN
  IF NOT has_table_privilege(target, 'INSERT') THEN
    RAISE EXCEPTION 'permission denied for relation %', target USING ERRCODE = '42501';
  END IF;
  FOR file IN SELECT jsonb_array_elements(files) LOOP
    CALL redshift_stand_in.check_file(target, names, file);
  END LOOP;
  FOR file IN SELECT jsonb_array_elements(files) LOOP
    loaded := loaded + redshift_stand_in.pump(target, names, file ->> 'csv');
  END LOOP;
  PERFORM set_config('redshift_stand_in.last_copy_count', loaded::text, false);
  RAISE INFO 'Load into table ''%'' completed, % record(s) loaded successfully.', target, loaded;
END
$$;
