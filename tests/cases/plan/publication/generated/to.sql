CREATE TABLE t (a integer PRIMARY KEY, b integer GENERATED ALWAYS AS (a + 1) STORED);
CREATE PUBLICATION one FOR TABLE t WITH (publish_generated_columns = stored);
