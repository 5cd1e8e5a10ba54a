CREATE TYPE c AS (y text, z date, x text);
CREATE TYPE outside AS (c c, cs c[]);
CREATE DOMAIN d AS c;
CREATE TABLE t (id integer, c c, a c[], o outside, d d);
INSERT INTO t VALUES (1, '(right,2020-01-01,left)', '{"(right,,left)"}', '("(right,,left)","{""(a,,b)""}")', '(right,,)');
