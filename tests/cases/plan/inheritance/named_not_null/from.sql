-- only: 18
CREATE TABLE p (a int CONSTRAINT said NOT NULL, b int CONSTRAINT b_said NOT NULL, c int NOT NULL);
CREATE TABLE c (a int CONSTRAINT own NOT NULL, b int, c int) INHERITS (p);
