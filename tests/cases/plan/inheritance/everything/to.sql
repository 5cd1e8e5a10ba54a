CREATE TABLE a (id bigint NOT NULL, x varchar(9) DEFAULT 'b', n integer, CONSTRAINT ca CHECK (id > 1), CONSTRAINT cn CHECK (id < 9));
CREATE TABLE b (id bigint NOT NULL, y text DEFAULT 'y', CONSTRAINT cb CHECK (y <> ''));
CREATE TABLE c (z integer, x varchar(9) DEFAULT 'c') INHERITS (b, a);
CREATE TABLE d (w integer) INHERITS (b);
CREATE TABLE e (x varchar(9) DEFAULT 'e') INHERITS (a);
CREATE VIEW v AS SELECT id, x, y FROM c;
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON a USING (x = 'q');
CREATE FUNCTION f(r a) RETURNS text LANGUAGE sql STABLE AS 'SELECT (r).x';
