CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id integer, s text DEFAULT 'a' CHECK (s IN ('a', 'b')), x e[] DEFAULT '{a}', y varchar(3)[] DEFAULT ARRAY['b']);
CREATE INDEX i ON t (s text_pattern_ops);
CREATE UNIQUE INDEX u ON t (lower(s));
CREATE VIEW v AS SELECT s, s || 'x' AS sx FROM t;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (s = 'a');
CREATE FUNCTION f(r t) RETURNS text LANGUAGE sql STABLE AS 'SELECT r.s::text';
CREATE TABLE o (s text DEFAULT 'a', g text GENERATED ALWAYS AS (s || 'q') STORED);
