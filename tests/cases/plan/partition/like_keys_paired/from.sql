CREATE TABLE t (id int NOT NULL, at int NOT NULL, n int) PARTITION BY LIST (at);
ALTER TABLE t ADD CONSTRAINT t_key UNIQUE (n, at);
ALTER TABLE t ADD CONSTRAINT t_stays UNIQUE (id, at);
CREATE INDEX t_also ON t (n);
CREATE INDEX t_idx ON t (at);
CREATE TABLE a (id int NOT NULL, at int NOT NULL, n int);
CREATE TABLE b (id int NOT NULL, at int NOT NULL, n int);
CREATE INDEX b_a ON b (at);
