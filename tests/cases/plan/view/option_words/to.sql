CREATE VIEW v WITH (security_barrier = true, security_invoker = no) AS SELECT 1 AS a;
CREATE VIEW w WITH (security_invoker = yes) AS SELECT 1 AS a;
COMMENT ON VIEW w IS 'This is all.';
