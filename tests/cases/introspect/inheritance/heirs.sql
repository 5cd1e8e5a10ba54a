CREATE TABLE a (id int NOT NULL DEFAULT 1, n text, CONSTRAINT pos CHECK (id > 0), CONSTRAINT alone CHECK (id < 99) NO INHERIT);
CREATE TABLE b (n text);
CREATE TABLE c (own int, n text, CONSTRAINT big CHECK (own > 1)) INHERITS (a, b);
CREATE TABLE d () INHERITS (c);
