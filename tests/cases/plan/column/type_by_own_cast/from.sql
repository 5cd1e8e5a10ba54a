CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('low', 'high');
CREATE TYPE app."Level" AS ENUM ('1', '2');
CREATE TYPE app.pair AS (a integer, b integer);
CREATE DOMAIN app.moods AS app.mood;
CREATE FUNCTION app.number(app.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION app.sum(app.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a + ($1).b';
CREATE CAST (app.pair AS integer) WITH FUNCTION app.sum(app.pair);
CREATE TABLE app.t (a app.mood, b app.mood[], c app.pair, d app."Level", e app.moods);
