CREATE SCHEMA app;
CREATE FUNCTION app.f(x text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE DOMAIN app.d AS text;
CREATE DOMAIN app.e AS text CHECK (app.f(VALUE));
CREATE TYPE app.r AS RANGE (subtype = app.d);
CREATE TABLE app.t (a app.r, b app.e);
