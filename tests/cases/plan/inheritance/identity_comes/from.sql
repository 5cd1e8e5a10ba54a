-- PostgreSQL adds no identity column to a table with heirs, nor, before 17, with partitions.
CREATE SCHEMA app;
CREATE TABLE app.a (id integer);
CREATE TABLE app.a1 () INHERITS (app.a);
CREATE TABLE app.p (id integer) PARTITION BY LIST (id);
CREATE TABLE app.p1 PARTITION OF app.p DEFAULT;
CREATE TABLE app.t (id integer);
CREATE UNLOGGED TABLE app.u (id integer);
CREATE UNLOGGED TABLE app.u1 () INHERITS (app.u);
