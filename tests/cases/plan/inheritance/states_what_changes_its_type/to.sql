CREATE SCHEMA app;
CREATE TABLE app.t (id integer NOT NULL);
CREATE TABLE app.h (id integer NOT NULL) INHERITS (app.t);
