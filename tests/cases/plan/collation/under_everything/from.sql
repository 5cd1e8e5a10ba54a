CREATE COLLATION c (provider = libc, locale = 'POSIX');
CREATE DOMAIN d AS text COLLATE c;
CREATE TYPE ct AS (a text COLLATE c);
CREATE TYPE r AS RANGE (subtype = text, collation = c);
CREATE TABLE t (a text COLLATE c, b d, e ct, f r, g text);
CREATE INDEX i ON t (g COLLATE c, a);
CREATE VIEW v AS SELECT a, g COLLATE c AS h FROM t WHERE a < 'x' COLLATE c;
CREATE TABLE p (a text) PARTITION BY RANGE (a COLLATE c);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('a') TO ('b');
