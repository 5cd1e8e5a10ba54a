-- only: 18
CREATE TABLE t (id integer NOT NULL, c varchar NOT NULL, said bigint NOT NULL);
CREATE TABLE h (id integer NOT NULL, CONSTRAINT own NOT NULL said) INHERITS (t);
CREATE TABLE g (c varchar NOT NULL) INHERITS (h);
