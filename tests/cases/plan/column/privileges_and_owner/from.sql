CREATE TABLE t (id int, a int, b int, c int);
GRANT SELECT (a), INSERT (b) ON t TO r_owner;
GRANT SELECT, UPDATE ON t TO r_member WITH GRANT OPTION;
GRANT SELECT (a), UPDATE (b) ON t TO r_member WITH GRANT OPTION;
CREATE VIEW v AS SELECT id, a FROM t;
GRANT SELECT (a) ON v TO r_other;
ALTER VIEW v OWNER TO r_owner;
