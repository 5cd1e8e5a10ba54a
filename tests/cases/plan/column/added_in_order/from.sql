CREATE TYPE pair AS (z int, a text, m date);
CREATE TABLE t (id int);
CREATE TABLE typed (z int);
