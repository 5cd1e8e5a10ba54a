CREATE SCHEMA app;
CREATE TABLE app.a (x timestamp NOT NULL);
CREATE TABLE app.b (x timestamp NOT NULL) INHERITS (app.a);
CREATE TABLE app.c () INHERITS (app.a, app.b);
CREATE TABLE app.d () INHERITS (app.c);
