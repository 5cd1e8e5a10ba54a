-- only: 18
-- PostgreSQL renames no NOT NULL that is inherited.
CREATE SCHEMA app;
CREATE TABLE app.a (x integer);
CREATE TABLE app.a1 () INHERITS (app.a);
CREATE TABLE app.a2 () INHERITS (app.a1);
CREATE TABLE app.b (id integer);
CREATE TABLE app.b1 () INHERITS (app.b);
CREATE TABLE app.p (x integer, y integer) PARTITION BY LIST (x);
CREATE TABLE app.p1 PARTITION OF app.p DEFAULT;
