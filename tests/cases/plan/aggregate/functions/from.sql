CREATE AGGREGATE a(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg);
CREATE AGGREGATE m(int) (SFUNC = int4larger, STYPE = int);
CREATE AGGREGATE k(int) (SFUNC = int4pl, STYPE = int);
CREATE VIEW v AS SELECT m(id) FROM generate_series(1, 3) AS s (id);
