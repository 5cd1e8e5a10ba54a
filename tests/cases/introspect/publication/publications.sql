CREATE SCHEMA app;
CREATE TABLE t (a integer PRIMARY KEY, b text, c text);
CREATE TABLE app.u (a integer PRIMARY KEY, b text);
CREATE PUBLICATION two FOR TABLE t (a, b) WHERE (a > 3), app.u WITH (publish = 'insert, delete', publish_via_partition_root = true);
CREATE PUBLICATION three FOR TABLES IN SCHEMA app, TABLE t;
CREATE PUBLICATION four FOR ALL TABLES;
COMMENT ON PUBLICATION two IS 'Of two tables.';
CREATE SUBSCRIPTION intro_subscription CONNECTION 'host=nowhere password=secret dbname=''a b''' PUBLICATION p WITH (connect = false, slot_name = NONE, binary = true);
COMMENT ON SUBSCRIPTION intro_subscription IS 'From elsewhere.';
