CREATE TABLE t (id integer PRIMARY KEY, b integer, a integer, c integer GENERATED ALWAYS AS (a + 1) STORED, CHECK (a > b));
CREATE INDEX t_a_idx ON t (a, b);
CREATE STATISTICS t_stat ON a, b FROM t;
CREATE POLICY p ON t USING (a > 0);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE VIEW w AS SELECT id FROM v;
CREATE PUBLICATION dropped_column FOR TABLE t (id, b, a);
GRANT SELECT ON w TO r_member;
