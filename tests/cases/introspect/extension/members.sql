-- pin: citext
CREATE SCHEMA ext;
CREATE EXTENSION citext SCHEMA ext;
CREATE EXTENSION hstore SCHEMA ext;
COMMENT ON EXTENSION hstore IS 'Ours.';
CREATE TABLE t (a ext.citext, b ext.citext[], h ext.hstore DEFAULT 'a=>1', CHECK (h OPERATOR(ext.?) 'a'));
CREATE FUNCTION f(ext.citext) RETURNS ext.hstore LANGUAGE sql AS 'SELECT NULL::ext.hstore';
CREATE VIEW v AS SELECT lower(a::text) AS l, h OPERATOR(ext.->) 'a' AS x FROM t;
CREATE INDEX i ON t USING gin (h);
