-- only: 18
CREATE TABLE t (id bigint NOT NULL, c text NOT NULL, said integer NOT NULL);
CREATE TABLE h (id bigint NOT NULL, CONSTRAINT own NOT NULL said) INHERITS (t);
CREATE TABLE g (c text NOT NULL) INHERITS (h);
