CREATE SCHEMA app;
CREATE TYPE app.c AS (a varchar(7), n bigint);
CREATE TYPE app.d AS (a varchar(7), n bigint);
CREATE TYPE app.e AS (a varchar(7), n bigint);
CREATE TYPE app.g AS (a varchar(7), n bigint);
CREATE FUNCTION app.takes(x app.c DEFAULT NULL) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
CREATE VIEW app.v AS SELECT ROW('a', 1)::app.d AS x;
CREATE TABLE app.t (id integer CHECK ((ROW('a', id)::app.e).n > 0));
CREATE FUNCTION app.gives(app.g) RETURNS app.g LANGUAGE sql AS 'SELECT $1';
