-- The column of the heir would go with that of its parent, and the values with it.
CREATE SCHEMA app;
CREATE TABLE app.a (x integer, y date);
CREATE TABLE app.b () INHERITS (app.a);
CREATE TABLE app.c (y date) INHERITS (app.b);
INSERT INTO app.b VALUES (1, '2020-01-01');
CREATE VIEW app.v AS SELECT * FROM app.b;
