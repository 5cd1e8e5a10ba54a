-- only: 18
CREATE TABLE t (id bigint NOT NULL, c text NOT NULL, said integer NOT NULL);
CREATE TABLE h (id bigint NOT NULL, CONSTRAINT own NOT NULL said) INHERITS (t);
CREATE TABLE g (c text NOT NULL) INHERITS (h);
-- One that goes, and one of a type that is made again.
CREATE TABLE u (x bigint NOT NULL);
CREATE TABLE u1 (x bigint NOT NULL) INHERITS (u);
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE v (x kind NOT NULL);
CREATE TABLE v1 (x kind NOT NULL) INHERITS (v);
-- One that the parent gets meanwhile, and one of a new column that is the parent's alone.
CREATE TABLE w (x bigint);
CREATE TABLE w1 (x bigint NOT NULL) INHERITS (w);
CREATE TABLE z ();
CREATE TABLE z1 () INHERITS (z);
