CREATE TABLE a (id int);
CREATE INDEX a_idx ON a (id);
ALTER TABLE a CLUSTER ON a_idx;
CREATE TABLE b (id int PRIMARY KEY);
CREATE TABLE c (id int, d int);
CREATE INDEX c_idx ON c (d);
ALTER TABLE c CLUSTER ON c_idx;
CREATE TABLE made (id int PRIMARY KEY);
ALTER TABLE made CLUSTER ON made_pkey;
