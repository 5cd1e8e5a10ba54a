CREATE TABLE t (a integer, b integer, c text);
CREATE STATISTICS pair (mcv, dependencies) ON a, b FROM t;
COMMENT ON STATISTICS pair IS 'new';
CREATE STATISTICS more ON a, c FROM t;
ALTER STATISTICS more OWNER TO r_owner;
CREATE STATISTICS x (mcv) ON a, b, c FROM t;
