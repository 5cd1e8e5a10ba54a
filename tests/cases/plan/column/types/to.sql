CREATE TABLE t (a jsonb, b numeric(10, 2), c varbit, d box, e cidr, f text, g text, h regclass, i text, j text, k macaddr8, l interval, m time, n time, o double precision, p circle, q integer, r numeric, s date, u integer);
CREATE VIEW v AS SELECT * FROM t;
CREATE INDEX ON t (e, h, o);
CREATE INDEX ON t USING gin (a);
CREATE INDEX ON t USING gist (p);
