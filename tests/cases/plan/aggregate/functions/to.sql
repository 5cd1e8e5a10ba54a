CREATE AGGREGATE a(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg,
    COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
CREATE AGGREGATE m(int) (SFUNC = int4larger, STYPE = int, SORTOP = >);
CREATE AGGREGATE k(ORDER BY int) (SFUNC = int4pl, STYPE = int);
CREATE VIEW v AS SELECT m(id) FROM generate_series(1, 3) AS s (id);
