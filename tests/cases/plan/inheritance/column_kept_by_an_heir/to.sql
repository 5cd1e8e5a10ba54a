CREATE SCHEMA app;
CREATE TABLE app.a (x integer);
CREATE TABLE app.b (y date NOT NULL) INHERITS (app.a);
CREATE TABLE app.c (y date) INHERITS (app.b);
CREATE VIEW app.v AS SELECT * FROM app.b;
