-- A column that a parent gets leaves that of an heir as it is, without the default.
CREATE SCHEMA app;
CREATE TABLE app.a ();
CREATE TABLE app.a1 (x text, y text, z text DEFAULT 'b') INHERITS (app.a);
CREATE TABLE app.a2 () INHERITS (app.a1);
