-- A relation has a type of its name: that of before is put aside while columns that take the rows of the relation use it.
CREATE SCHEMA app;
CREATE DOMAIN app.a AS text CHECK (VALUE <> '');
CREATE TYPE app.b AS (x integer, y text);
CREATE TYPE app.c AS ENUM ('(1,a)', 'b');
CREATE TYPE app.d AS RANGE (subtype = integer);
CREATE DOMAIN app.f AS text;
CREATE TABLE app.k (id integer, a app.a, b app.b, c app.c[], d app.d, f app.f);
INSERT INTO app.k VALUES (1, '(1,a)', (1, 'a'), '{"(1,a)"}', NULL, 'a');
CREATE VIEW app.v AS SELECT a, b FROM app.k;
CREATE FUNCTION app.fa(a app.a, b app.b) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
