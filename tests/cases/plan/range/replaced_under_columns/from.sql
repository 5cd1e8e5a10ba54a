CREATE TYPE span AS RANGE (subtype = int, subtype_diff = int4range_subdiff);
CREATE TABLE t (a span DEFAULT span(1, 2), m span_multirange, EXCLUDE USING gist (a WITH &&));
INSERT INTO t VALUES ('[1,2)', '{[1,2),[4,7)}');
CREATE VIEW v AS SELECT lower(a) AS l, m FROM t WHERE a && span(0, 10);
CREATE TYPE wide AS RANGE (subtype = span);
