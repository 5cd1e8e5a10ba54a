CREATE TABLE base (a int);
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
