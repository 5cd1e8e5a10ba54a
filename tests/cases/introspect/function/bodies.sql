CREATE TABLE t (id int PRIMARY KEY, name text);
CREATE FUNCTION atomic(a int) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT name FROM t WHERE id = a; END;
CREATE FUNCTION plus_one(a int) RETURNS int RETURN a + 1;
CREATE PROCEDURE changing() LANGUAGE sql BEGIN ATOMIC UPDATE t SET name = lower(name); DELETE FROM t WHERE id = plus_one(1); END;
CREATE FUNCTION quoted() RETURNS text LANGUAGE sql AS $body$
  -- A comment; with 'quotes' and $$ dollars $$ and é.
	SELECT 'tab and
line'
$body$;
