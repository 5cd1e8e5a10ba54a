CREATE TABLE t (a json, b money, c bit(4), d point, e inet, f xml, g tsvector, h oid, i "char", j name, k macaddr, l time, m timetz, n interval, o real, p box, q jsonb, r smallint, s timestamp, u boolean);
CREATE VIEW v AS SELECT * FROM t;
CREATE INDEX ON t (e, h, o);
CREATE INDEX ON t USING gin (q);
CREATE INDEX ON t USING gist (p);
