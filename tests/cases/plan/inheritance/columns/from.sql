CREATE TABLE a (id int NOT NULL, n varchar(10), gone text, kept text, d int DEFAULT 1, e int);
CREATE TABLE b (more int, gone2 int);
CREATE TABLE c (own int, kept text, merged int DEFAULT 3) INHERITS (a, b);
CREATE TABLE d () INHERITS (c);
ALTER TABLE ONLY c ALTER d SET DEFAULT 2;
ALTER TABLE c ALTER e SET NOT NULL;
CREATE VIEW v AS SELECT n FROM c;
