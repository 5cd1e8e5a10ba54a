CREATE TABLE t (a bigint, c text);
CREATE STATISTICS pair ON a, c FROM t;
