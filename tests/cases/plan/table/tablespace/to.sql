CREATE TABLE moves (a int, b text, c int DEFAULT 1) TABLESPACE ts_slow;
CREATE TABLE comes (a int) TABLESPACE ts_fast;
CREATE TABLE goes (a int, b text);
CREATE TABLE stays (a bigint PRIMARY KEY) TABLESPACE ts_fast;
CREATE UNLOGGED TABLE new (a int) WITH (fillfactor = 70) TABLESPACE ts_slow;
