CREATE SCHEMA app;
CREATE SEQUENCE app.s;
CREATE FUNCTION app.f() RETURNS bigint LANGUAGE sql AS 'SELECT 1';
CREATE TABLE app.t (id bigint, a bigint DEFAULT app.f(), b bigint);
ALTER SEQUENCE app.s OWNED BY app.t.a;
