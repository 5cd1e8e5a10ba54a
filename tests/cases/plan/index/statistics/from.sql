CREATE TABLE t (a int, b int);
CREATE INDEX i ON t ((a + 1), b, (a + b));
CREATE INDEX j ON t ((a + 2));
ALTER INDEX j ALTER COLUMN 1 SET STATISTICS 6;
