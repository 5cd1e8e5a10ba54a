CREATE TABLE t (a int, b text) WITH (fillfactor = 80, autovacuum_enabled = false);
CREATE TABLE u (a int) WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false, fillfactor = 80);
CREATE INDEX i ON t USING gin (to_tsvector('simple', b)) WITH (gin_pending_list_limit = 100, fastupdate = on);
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET work_mem = '1MB' SET enable_sort = off AS 'SELECT 1';
CREATE FUNCTION g() RETURNS int LANGUAGE sql SET work_mem = '1MB' SET enable_sort = off AS 'SELECT 1';
