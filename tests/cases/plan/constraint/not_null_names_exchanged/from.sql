-- only: 18
CREATE TABLE t (a integer CONSTRAINT x NOT NULL, b integer CONSTRAINT y NOT NULL, c integer, CONSTRAINT z CHECK (c > 0));
CREATE TABLE h () INHERITS (t);
CREATE TABLE u (a integer CONSTRAINT one NOT NULL, b integer CONSTRAINT two NOT NULL, c integer CONSTRAINT three NOT NULL);
CREATE TABLE p (a integer CONSTRAINT gone NOT NULL, b integer, c integer CONSTRAINT other NOT NULL);
