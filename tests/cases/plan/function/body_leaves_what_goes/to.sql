CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n + 2;
CREATE FUNCTION of_label(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN t;
CREATE TABLE t (id integer CHECK (f(id) > 0), l text CHECK (of_label(l) <> 'c'));
CREATE VIEW v AS SELECT f(id) AS f, of_label(l) AS l FROM t;
CREATE FUNCTION even(n integer) RETURNS boolean LANGUAGE sql RETURN n % 2 = 0;
