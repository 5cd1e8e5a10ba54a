CREATE TABLE t (id int, a int, b int, c int);
ALTER TABLE t OWNER TO r_owner;
GRANT SELECT (a) ON t TO r_owner;
GRANT SELECT ON t TO r_member;
GRANT SELECT (a), UPDATE (b) ON t TO r_member WITH GRANT OPTION;
GRANT SELECT (c) ON t TO r_other;
CREATE VIEW v AS SELECT id, a FROM t;
GRANT SELECT (a), UPDATE (a) ON v TO r_owner;
ALTER VIEW v OWNER TO r_other;
