CREATE TABLE t (id integer, a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
