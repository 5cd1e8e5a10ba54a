CREATE TYPE c AS (x text, y text, w integer);
CREATE TYPE outside AS (c c, cs c[]);
CREATE DOMAIN d AS c;
CREATE TABLE t (id integer, c c, a c[], o outside, d d);
INSERT INTO t VALUES (1, '(left,right,3)', '{"(left,\"the right, here\",)"}', '("(left,right,3)","{""(a,b,)""}")', '(,right,)'),
    (2, NULL, NULL, NULL, NULL), (3, '(,,)', '{NULL,"(,,)"}', '(,)', '(,,)');
