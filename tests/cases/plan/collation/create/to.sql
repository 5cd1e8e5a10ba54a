CREATE SCHEMA app;
CREATE COLLATION app.plain (locale = 'C');
CREATE COLLATION "Two" (lc_collate = 'C', lc_ctype = 'C.utf8');
COMMENT ON COLLATION app.plain IS 'Byte by byte.';
ALTER COLLATION app.plain OWNER TO r_owner;
CREATE TABLE t (a text COLLATE app.plain, b text COLLATE "Two");
CREATE INDEX t_b_idx ON t (b COLLATE app.plain);
