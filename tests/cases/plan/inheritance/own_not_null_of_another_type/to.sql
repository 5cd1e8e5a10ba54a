-- only: 18
CREATE TABLE t (id integer NOT NULL, c varchar NOT NULL, said bigint NOT NULL);
CREATE TABLE h (id integer NOT NULL, CONSTRAINT own NOT NULL said) INHERITS (t);
CREATE TABLE g (c varchar NOT NULL) INHERITS (h);
CREATE TABLE u (x integer);
CREATE TABLE u1 (x integer) INHERITS (u);
CREATE TYPE kind AS ENUM ('a');
CREATE TABLE v (x kind NOT NULL);
CREATE TABLE v1 (x kind NOT NULL) INHERITS (v);
