CREATE FUNCTION keep(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT coalesce($1, 0) + coalesce($2, 0) $$;
CREATE FUNCTION take(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT $1 - $2 $$;
CREATE FUNCTION result(integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT $1::text $$;
CREATE AGGREGATE total (integer) (sfunc = keep, stype = integer, msfunc = keep, minvfunc = take, mstype = integer);
ALTER AGGREGATE total(integer) OWNER TO r_owner;
