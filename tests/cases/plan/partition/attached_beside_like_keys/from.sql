CREATE TABLE t (id int NOT NULL, at int NOT NULL, CONSTRAINT t_key UNIQUE (id, at)) PARTITION BY LIST (at);
CREATE INDEX t_idx ON t (at);
CREATE TABLE a (id int NOT NULL, at int NOT NULL, CONSTRAINT a_key UNIQUE (id, at));
CREATE INDEX a_idx ON a (at);
CREATE INDEX a_id ON a (id);
