CREATE TABLE a (id integer);
CREATE TABLE b (x integer, y text) INHERITS (a);
CREATE TABLE c (z text) INHERITS (b);
