CREATE TABLE a (id int);
CREATE INDEX a_idx ON a (id);
CREATE TABLE b (id int PRIMARY KEY);
ALTER TABLE b CLUSTER ON b_pkey;
CREATE TABLE c (id int, d int);
CREATE INDEX c_idx ON c (id);
ALTER TABLE c CLUSTER ON c_idx;
