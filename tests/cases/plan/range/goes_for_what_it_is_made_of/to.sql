CREATE SCHEMA app;
CREATE FUNCTION app.f(y text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE DOMAIN app.d AS text;
CREATE DOMAIN app.g AS text CHECK (app.f(VALUE));
GRANT USAGE ON DOMAIN app.d TO r_owner;
CREATE TABLE app.t (a app.d, b app.g);
