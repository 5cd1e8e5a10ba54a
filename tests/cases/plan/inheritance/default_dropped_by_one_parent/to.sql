CREATE TABLE a (x integer DEFAULT 3);
CREATE TABLE b (x integer);
CREATE TABLE c (x integer DEFAULT 3) INHERITS (a, b);
CREATE TABLE d (x integer DEFAULT 4) INHERITS (a);
