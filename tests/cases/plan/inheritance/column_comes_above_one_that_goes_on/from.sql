-- The heir of both has the column from one of them, which changes its type.
CREATE SCHEMA app;
CREATE TABLE app.a ();
CREATE TABLE app.b (x date) INHERITS (app.a);
CREATE TABLE app.c () INHERITS (app.a, app.b);
CREATE TABLE app.d () INHERITS (app.c);
