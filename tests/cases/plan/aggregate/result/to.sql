CREATE FUNCTION keep(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT coalesce($1, 0) + coalesce($2, 0) $$;
CREATE FUNCTION take(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT $1 - $2 $$;
CREATE FUNCTION result(integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT $1::text $$;
CREATE AGGREGATE total (integer) (sfunc = keep, stype = integer, finalfunc = result);
CREATE VIEW v AS SELECT total(n) AS t FROM generate_series(1, 3) n;
