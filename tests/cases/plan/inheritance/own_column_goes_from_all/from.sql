CREATE TABLE t (id integer, a text);
CREATE TABLE h (a text) INHERITS (t);
CREATE TABLE g (a text) INHERITS (h);
