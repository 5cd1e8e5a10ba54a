CREATE AGGREGATE total (value integer) (sfunc = int4pl, stype = integer, initcond = '0', msfunc = int4pl, minvfunc = int4mi, mstype = integer, combinefunc = int4pl, parallel = safe);
CREATE AGGREGATE number (*) (sfunc = int8inc, stype = bigint, initcond = '0');
CREATE AGGREGATE least_of (integer) (sfunc = int4smaller, stype = integer, sortop = <);
CREATE AGGREGATE place (VARIADIC "any" ORDER BY VARIADIC "any") (sfunc = ordered_set_transition_multi, stype = internal, finalfunc = rank_final, finalfunc_extra, hypothetical);
CREATE AGGREGATE percent (part double precision ORDER BY value double precision) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_cont_float8_final);
COMMENT ON AGGREGATE total (integer) IS 'Of all.';
CREATE VIEW v AS SELECT total(n) AS t FROM generate_series(1, 3) n;
