CREATE SCHEMA app;
CREATE FUNCTION app.k(bigint) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE DOMAIN app.d AS int CHECK (app.k(VALUE) > 0);
CREATE TABLE app.t (id int, d app.d);
