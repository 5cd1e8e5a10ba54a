CREATE SCHEMA app;
CREATE TABLE t (a integer PRIMARY KEY, b text, c text);
CREATE TABLE app.u (a integer PRIMARY KEY, b text);
CREATE TABLE w (a integer PRIMARY KEY);
CREATE PUBLICATION one FOR TABLE t WHERE (a > 1), w WITH (publish = 'insert');
COMMENT ON PUBLICATION one IS 'new';
CREATE PUBLICATION two FOR TABLE app.u;
CREATE PUBLICATION three FOR TABLES IN SCHEMA public WITH (publish_via_partition_root = true);
CREATE PUBLICATION four;
