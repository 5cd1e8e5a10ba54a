CREATE TYPE pair AS (z int, a text, m date);
CREATE TABLE t (id int, z int, a text, m date NOT NULL DEFAULT now());
CREATE TABLE typed OF pair;
