CREATE SCHEMA app;
CREATE COLLATION app.plain (locale = 'C');
CREATE COLLATION two (lc_collate = 'C', lc_ctype = 'C.utf8');
COMMENT ON COLLATION two IS 'Of two locales.';
CREATE TABLE t (a text COLLATE app.plain, b text COLLATE "C");
CREATE INDEX t_b_idx ON t (b COLLATE two);
CREATE DOMAIN word AS text COLLATE two;
