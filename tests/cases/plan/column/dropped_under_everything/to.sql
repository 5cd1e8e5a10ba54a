CREATE TABLE t (id integer PRIMARY KEY, b integer, c integer GENERATED ALWAYS AS (b + 1) STORED, CHECK (b > 0));
CREATE INDEX t_a_idx ON t (b);
CREATE POLICY p ON t USING (b > 0);
CREATE VIEW v AS SELECT id, b AS a FROM t;
CREATE VIEW w AS SELECT id FROM v;
CREATE PUBLICATION dropped_column FOR TABLE t (id, b);
GRANT SELECT ON w TO r_member;
