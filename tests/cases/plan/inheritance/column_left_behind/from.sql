-- only: 18
CREATE TABLE p (a int, b text CONSTRAINT said NOT NULL, c int NOT NULL, d int PRIMARY KEY);
CREATE TABLE nullable (b text, c int) INHERITS (p);
CREATE TABLE kept (b text NOT NULL, c int NOT NULL) INHERITS (p);
CREATE TABLE becomes (b text, c int) INHERITS (p);
CREATE TABLE without () INHERITS (p);
CREATE TABLE below (b text) INHERITS (without);
CREATE TABLE other (b text NOT NULL);
CREATE TABLE twofold (b text) INHERITS (p, other);
