CREATE SCHEMA app;
CREATE TABLE t (a integer PRIMARY KEY, b text, c text);
CREATE TABLE app.u (a integer PRIMARY KEY, b text);
CREATE PUBLICATION one FOR TABLE t;
CREATE PUBLICATION two FOR TABLE t (a, b) WHERE (a > 3 AND b <> ''), app.u WITH (publish = 'insert, delete', publish_via_partition_root = true);
CREATE PUBLICATION three FOR TABLES IN SCHEMA app, TABLE t;
CREATE PUBLICATION four FOR ALL TABLES;
CREATE PUBLICATION five;
COMMENT ON PUBLICATION one IS 'Of one table.';
