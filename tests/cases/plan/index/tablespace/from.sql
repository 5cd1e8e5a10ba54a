CREATE TABLE t (a int, b text);
CREATE INDEX moves ON t (a) TABLESPACE ts_fast;
CREATE INDEX comes ON t (b);
CREATE INDEX goes ON t (a, b) TABLESPACE ts_fast;
CREATE INDEX again ON t (lower(b)) TABLESPACE ts_fast;
