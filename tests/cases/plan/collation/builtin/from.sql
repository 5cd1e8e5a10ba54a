-- only: 18
CREATE COLLATION c (locale = 'C');
CREATE TABLE t (a text COLLATE c);
