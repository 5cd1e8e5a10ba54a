CREATE SCHEMA app;
CREATE TABLE app.a (x text DEFAULT 'a', y text DEFAULT 'a', z text DEFAULT 'a');
CREATE TABLE app.a1 (x text, y text DEFAULT NULL, z text DEFAULT 'b') INHERITS (app.a);
CREATE TABLE app.a2 () INHERITS (app.a1);
