CREATE TABLE a (id int NOT NULL, n text);
CREATE TABLE b () INHERITS (a);
