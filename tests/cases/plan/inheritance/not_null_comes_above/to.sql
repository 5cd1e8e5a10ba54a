-- only: 18
CREATE TABLE t (id bigint, c text CONSTRAINT said NOT NULL, d text NOT NULL);
CREATE TABLE h (x integer) INHERITS (t);
