CREATE TABLE base (a int);
CREATE VIEW t AS SELECT a FROM base;
CREATE INDEX i ON base (a);
