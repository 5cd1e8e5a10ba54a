CREATE FUNCTION f(int) RETURNS SETOF int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';
CREATE FUNCTION h(x int) RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET work_mem = '8MB' AS 'BEGIN RETURN 1; END';
CREATE TABLE t (id int CHECK (g(id) > 0));
