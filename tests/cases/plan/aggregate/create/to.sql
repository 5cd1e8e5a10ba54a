CREATE FUNCTION keep(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT coalesce($1, 0) + coalesce($2, 0) $$;
CREATE FUNCTION take(integer, integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT $1 - $2 $$;
CREATE FUNCTION result(integer) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT $1::text $$;

CREATE AGGREGATE total (value integer) (sfunc = keep, stype = integer, sspace = 16, finalfunc = result, combinefunc = keep,
    initcond = '0', msfunc = keep, minvfunc = take, mstype = integer, msspace = 8, mfinalfunc = result, minitcond = '0', parallel = safe);
CREATE AGGREGATE number (*) (sfunc = int8inc, stype = bigint, initcond = '0');
CREATE AGGREGATE least_of (integer) (sfunc = int4smaller, stype = integer, sortop = <);
CREATE AGGREGATE every_one (VARIADIC integer[]) (sfunc = array_cat, stype = integer[], finalfunc_modify = shareable);
CREATE AGGREGATE serial (numeric) (sfunc = numeric_avg_accum, stype = internal, finalfunc = numeric_avg, combinefunc = numeric_avg_combine,
    serialfunc = numeric_avg_serialize, deserialfunc = numeric_avg_deserialize, parallel = restricted);
CREATE AGGREGATE percent (double precision ORDER BY double precision) (sfunc = ordered_set_transition, stype = internal,
    finalfunc = percentile_cont_float8_final, finalfunc_modify = read_only);
CREATE AGGREGATE place (VARIADIC "any" ORDER BY VARIADIC "any") (sfunc = ordered_set_transition_multi, stype = internal,
    finalfunc = rank_final, finalfunc_extra, hypothetical);
ALTER AGGREGATE total (integer) OWNER TO r_owner;
COMMENT ON AGGREGATE total (integer) IS 'Of all.';
REVOKE EXECUTE ON FUNCTION total (integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION total (integer) TO r_member;
CREATE VIEW v AS SELECT total(n) AS t FROM generate_series(1, 3) n;
