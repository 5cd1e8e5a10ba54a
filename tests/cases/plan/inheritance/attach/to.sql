CREATE TABLE a (id int NOT NULL, n text, CONSTRAINT pos CHECK (id > 0));
CREATE TABLE other (k int);
CREATE TABLE b (id int NOT NULL, n text, own int, CONSTRAINT pos CHECK (id > 0));
CREATE TABLE c (id int NOT NULL, n text, k int, CONSTRAINT pos CHECK (id > 0));
ALTER TABLE c INHERIT other;
ALTER TABLE c INHERIT a;
CREATE TABLE d (m int);
