CREATE FUNCTION may(family integer) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT $1 > 0';
CREATE TABLE t (id integer);
CREATE POLICY may_see ON t FOR SELECT TO r_member USING (may(id));
CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM t WHERE may(id);
GRANT EXECUTE ON FUNCTION may TO r_member;
REVOKE EXECUTE ON FUNCTION may FROM PUBLIC;
ALTER FUNCTION may OWNER TO r_owner;
COMMENT ON POLICY may_see ON t IS 'Who may see it.';
