CREATE TABLE t (a integer, b integer, c text);
CREATE STATISTICS pair ON a, b FROM t;
CREATE STATISTICS sundry (ndistinct, mcv) ON b, c, (lower(c)) FROM t;
CREATE STATISTICS one ON (a + b) FROM t;
ALTER STATISTICS sundry SET STATISTICS 200;
ALTER STATISTICS sundry OWNER TO r_owner;
COMMENT ON STATISTICS pair IS 'Together.';
