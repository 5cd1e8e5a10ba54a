CREATE TABLE a (id int NOT NULL, n text, CONSTRAINT pos CHECK (id > 0));
CREATE TABLE other (k int);
CREATE TABLE b (id int NOT NULL, n text, own int, CONSTRAINT pos CHECK (id > 0));
ALTER TABLE b INHERIT a;
CREATE TABLE c (id int NOT NULL, n text, k int);
ALTER TABLE c INHERIT other;
CREATE TABLE goes (m int);
CREATE TABLE d (m int);
ALTER TABLE d INHERIT goes;
