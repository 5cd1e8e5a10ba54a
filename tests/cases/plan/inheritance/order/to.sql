CREATE TABLE a (a int);
CREATE TABLE b (b int);
CREATE TABLE c (c int);
CREATE TABLE t (a int, b int, c int) INHERITS (a, b, c);
CREATE TABLE u (a int, b int, c int) INHERITS (b, a, c);
