CREATE TYPE x AS ENUM ('1', '2');
CREATE DOMAIN y AS integer CHECK (VALUE > 0);
CREATE TYPE z AS (a integer, b text);
CREATE TYPE r AS RANGE (subtype = integer);
CREATE TABLE t (a x, b y DEFAULT 3, c z, d r, e x[], f y[]);
CREATE FUNCTION f(x, y, z) RETURNS r LANGUAGE sql AS 'SELECT NULL::r';
CREATE VIEW v AS SELECT a, b, c, d FROM t;
