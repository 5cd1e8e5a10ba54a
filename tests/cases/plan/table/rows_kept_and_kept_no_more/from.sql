-- PostgreSQL changes no type of a column while another column keeps rows of its table.
CREATE SCHEMA app;
CREATE TABLE app.t (x bigint, y text, z date);
CREATE TYPE app.held AS (t app.t[]);
CREATE DOMAIN app.of_rows AS app.t;
CREATE TABLE app.kept (a app.t, b app.t, c text, d text, f app.held);
CREATE TABLE app.gone (a app.t);
