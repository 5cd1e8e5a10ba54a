CREATE TABLE u (x int, y int, UNIQUE (x, y));
CREATE TABLE t (id int, a int, b int, r int4range);
