CREATE TABLE t (id integer, c numeric DEFAULT 7);
CREATE TABLE h () INHERITS (t);
CREATE DOMAIN named AS integer;
