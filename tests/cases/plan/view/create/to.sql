CREATE TABLE t (id int PRIMARY KEY, a text, b int NOT NULL DEFAULT 1);

CREATE VIEW v WITH (security_barrier=true, security_invoker=true) AS SELECT id, a AS "A b" FROM t WHERE b > 0 WITH LOCAL CHECK OPTION;
COMMENT ON VIEW v IS 'V';
COMMENT ON COLUMN v."A b" IS 'Ab';
GRANT SELECT (id) ON v TO r_member;
ALTER VIEW v OWNER TO r_owner;
CREATE VIEW w AS SELECT v.*, 'x;y' AS s FROM v;
