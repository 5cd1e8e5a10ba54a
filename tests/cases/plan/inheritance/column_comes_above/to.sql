CREATE TABLE a (id integer, x bigint, y text COLLATE "C", z text NOT NULL);
CREATE TABLE b () INHERITS (a);
CREATE TABLE c () INHERITS (b);
