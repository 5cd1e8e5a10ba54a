CREATE SCHEMA app;
CREATE TABLE app.a (x integer CONSTRAINT a_said NOT NULL);
CREATE TABLE app.a1 (x integer NOT NULL) INHERITS (app.a);
CREATE TABLE app.b (x integer CONSTRAINT b_said NOT NULL);
CREATE TABLE app.b1 () INHERITS (app.b);
CREATE TABLE app.c (x integer NOT NULL);
CREATE TABLE app.d (x integer CONSTRAINT d_said NOT NULL);
CREATE TABLE app.e () INHERITS (app.c, app.d);
