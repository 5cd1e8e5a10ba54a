CREATE TABLE t (a integer, b integer, c integer GENERATED ALWAYS AS (a + 1) STORED, d integer GENERATED ALWAYS AS (b * 2) STORED);
CREATE VIEW v AS SELECT c, d FROM t;
CREATE INDEX t_c_idx ON t (c);
GRANT SELECT (c) ON t TO r_member;
COMMENT ON COLUMN t.c IS 'Computed.';
