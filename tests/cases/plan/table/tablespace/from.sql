CREATE TABLE moves (a int, b text) TABLESPACE ts_fast;
CREATE TABLE comes (a int);
CREATE TABLE goes (a int, b text) TABLESPACE ts_fast;
CREATE TABLE stays (a int PRIMARY KEY) TABLESPACE ts_fast;
