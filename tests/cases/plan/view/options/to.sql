CREATE TABLE t (id int PRIMARY KEY, a text, b int NOT NULL DEFAULT 1);

CREATE VIEW v WITH (security_barrier) AS SELECT id FROM t;
