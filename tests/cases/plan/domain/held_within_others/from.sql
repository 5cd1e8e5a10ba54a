CREATE DOMAIN d AS text CONSTRAINT d_ck CHECK (VALUE <> 'a');
CREATE DOMAIN e AS int;
CREATE DOMAIN f AS e;
CREATE DOMAIN g AS text CONSTRAINT g_ck CHECK (VALUE <> 'a');
CREATE TYPE c AS (d d, n int);
CREATE TABLE t (id int, c c, e f[], g g);
