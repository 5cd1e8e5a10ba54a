CREATE TABLE t (a text, b text, c int, d numeric, e text COMPRESSION pglz, f varchar(5));
ALTER TABLE t ALTER d SET STORAGE external, ALTER f SET STORAGE plain, ALTER c SET STATISTICS 10;
CREATE TABLE u (a int);
