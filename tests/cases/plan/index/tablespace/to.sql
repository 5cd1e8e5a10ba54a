CREATE TABLE t (a int, b text);
CREATE INDEX moves ON t (a) TABLESPACE ts_slow;
CREATE INDEX comes ON t (b) TABLESPACE ts_fast;
CREATE INDEX goes ON t (a, b);
CREATE INDEX again ON t (upper(b)) TABLESPACE ts_slow;
CREATE UNIQUE INDEX new ON t (b, a) INCLUDE (b) WITH (fillfactor = 70) TABLESPACE ts_slow WHERE a > 1;
