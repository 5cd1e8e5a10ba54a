CREATE TABLE t (a int, b text) WITH (fillfactor = 70, vacuum_truncate = off, autovacuum_enabled = false);
CREATE TABLE u (a int) WITH (fillfactor = 80, autovacuum_enabled = true, autovacuum_vacuum_threshold = 7);
CREATE INDEX i ON t USING gin (to_tsvector('simple', b)) WITH (gin_pending_list_limit = 200, fastupdate = on);
CREATE FUNCTION f() RETURNS int LANGUAGE sql SET work_mem = '2MB' SET enable_sort = off AS 'SELECT 1';
CREATE FUNCTION g() RETURNS int LANGUAGE sql SET work_mem = '1MB' SET enable_sort = off SET enable_hashagg = off AS 'SELECT 1';
