CREATE DOMAIN x AS text CHECK (VALUE <> '');
CREATE TYPE y AS ENUM ('3', '4');
CREATE TYPE z AS RANGE (subtype = numeric);
CREATE TYPE r AS (a integer, b text);
CREATE TABLE t (a x, b y DEFAULT '3', c z, d r, e x[], f y[]);
CREATE FUNCTION f(x, y, z) RETURNS r LANGUAGE sql AS 'SELECT NULL::r';
CREATE VIEW v AS SELECT a, b, c, d FROM t;
