-- only: 18
-- PostgreSQL renames the NOT NULL of a parent only where that of each heir bears the same name.
CREATE SCHEMA app;
CREATE TABLE app.a (x integer NOT NULL);
CREATE TABLE app.a1 (x integer NOT NULL) INHERITS (app.a);
CREATE TABLE app.b (x integer NOT NULL);
CREATE TABLE app.b1 () INHERITS (app.b);
CREATE TABLE app.c (x integer NOT NULL);
CREATE TABLE app.d (x integer NOT NULL);
CREATE TABLE app.e () INHERITS (app.c, app.d);
