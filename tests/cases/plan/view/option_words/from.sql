CREATE VIEW v WITH (security_barrier = on, security_invoker = off) AS SELECT 1 AS a;
CREATE VIEW w WITH (security_invoker = 1) AS SELECT 1 AS a;
