CREATE SCHEMA app;
CREATE TABLE app.t (x integer, y text);
CREATE TYPE app.held AS (t app.t[]);
CREATE DOMAIN app.of_rows AS app.t;
CREATE TABLE app.kept (a text, c app.t[], d app.of_rows, e app.t, f text);
CREATE TABLE app.a_new (a app.t);
