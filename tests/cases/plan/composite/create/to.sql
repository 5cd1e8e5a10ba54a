CREATE TYPE pair AS (a int, "B c" text COLLATE "C");
COMMENT ON COLUMN pair.a IS 'First';
CREATE TABLE t (p pair, ps pair[]);
