CREATE TABLE t (a integer, b integer, c text);
CREATE STATISTICS pair ON a, b FROM t;
CREATE STATISTICS one ON (a + b) FROM t;
