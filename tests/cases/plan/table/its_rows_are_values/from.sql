CREATE SCHEMA app;
CREATE TABLE app."T" (a integer, b text);
CREATE TABLE app.u (a integer);
CREATE VIEW app.v AS SELECT NULL::app."T" AS n;
CREATE VIEW app.w AS SELECT NULL::app.u AS n;
CREATE MATERIALIZED VIEW app.m AS SELECT t FROM app."T" t;
CREATE FUNCTION app.f() RETURNS app."T" LANGUAGE sql RETURN ROW(1, 'a')::app."T";
