CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
CREATE VIEW z AS SELECT id FROM a;
