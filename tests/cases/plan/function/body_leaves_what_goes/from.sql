CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION g(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n + 1;
CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN g(n);
CREATE FUNCTION of_label(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN (t::e)::text;
CREATE TABLE t (id integer CHECK (f(id) > 0), l text CHECK (of_label(l) <> 'c'));
CREATE VIEW v AS SELECT f(id) AS f, of_label(l) AS l FROM t;
CREATE FUNCTION odd(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION even(n integer) RETURNS boolean LANGUAGE sql RETURN CASE WHEN n = 0 THEN true ELSE odd(n - 1) END;
CREATE OR REPLACE FUNCTION odd(n integer) RETURNS boolean LANGUAGE sql RETURN CASE WHEN n = 0 THEN false ELSE even(n - 1) END;
