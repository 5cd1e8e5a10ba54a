-- PostgreSQL changes no type of a column that an heir has from another table, too.
CREATE SCHEMA app;
CREATE TABLE app.a (x text NOT NULL);
CREATE TABLE app.b (x text NOT NULL) INHERITS (app.a);
CREATE TABLE app.c () INHERITS (app.a, app.b);
CREATE TABLE app.e (x text COLLATE "C" NOT NULL, y integer);
CREATE TABLE app.e1 (x text COLLATE "C", z integer);
CREATE TABLE app.f () INHERITS (app.e, app.e1);
CREATE TABLE app.g (v date) INHERITS (app.f);
-- These have it from one.
CREATE TABLE app.h (x text);
CREATE TABLE app.i () INHERITS (app.h);
CREATE TABLE app.j () INHERITS (app.h);
CREATE TABLE app.k () INHERITS (app.i, app.j);
CREATE TYPE app.kind AS ENUM ('a', 'b');
CREATE TABLE app.l (x app.kind);
CREATE TABLE app.m (x app.kind);
CREATE TABLE app.n () INHERITS (app.l, app.m);
