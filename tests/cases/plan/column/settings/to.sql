CREATE TABLE t (a text, b text COMPRESSION pglz, c int, d numeric, e text, f text);
ALTER TABLE t ALTER a SET STORAGE external, ALTER c SET (n_distinct = 5, n_distinct_inherited = -0.5), ALTER a SET STATISTICS 0, ALTER f SET STORAGE main, ALTER f SET STATISTICS 7;
CREATE TABLE u (a int);
ALTER TABLE u ADD COLUMN more text;
ALTER TABLE u ALTER more SET STORAGE plain, ALTER more SET STATISTICS 3;
CREATE TABLE made (a text COMPRESSION pglz, b text);
ALTER TABLE made ALTER b SET STORAGE external, ALTER b SET (n_distinct = 4), ALTER a SET STATISTICS 9;
