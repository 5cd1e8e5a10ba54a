-- Security labels take a provider, which no server at hand has: the catalog itself is written.
CREATE TABLE t (a int);
SET allow_system_table_mods = on;
INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'somebody', 'secret'), ('t'::regclass, 'pg_class'::regclass, 1, 'somebody', 'secret');
INSERT INTO pg_shseclabel VALUES ((SELECT oid FROM pg_database WHERE datname = current_database()), 'pg_database'::regclass, 'somebody', 'secret');
SELECT lo_create(987654321), lo_create(987654322);
CREATE FUNCTION same(t, t) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = t, RIGHTARG = t, FUNCTION = same, NEGATOR = !===);
COMMENT ON LARGE OBJECT 987654321 IS 'Of no interest.';
