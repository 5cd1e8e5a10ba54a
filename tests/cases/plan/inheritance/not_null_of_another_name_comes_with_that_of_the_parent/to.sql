CREATE SCHEMA app;
CREATE TABLE app.a (x integer NOT NULL);
CREATE TABLE app.a1 (x integer CONSTRAINT a1_said NOT NULL) INHERITS (app.a);
CREATE TABLE app.a2 (x integer CONSTRAINT a2_said NOT NULL) INHERITS (app.a1);
CREATE TABLE app.b (id integer, x integer NOT NULL);
CREATE TABLE app.b1 (x integer CONSTRAINT b1_said NOT NULL) INHERITS (app.b);
CREATE TABLE app.p (x integer, y integer CONSTRAINT p_said NOT NULL) PARTITION BY LIST (x);
CREATE TABLE app.p1 (x integer, y integer CONSTRAINT p1_said NOT NULL);
ALTER TABLE app.p ATTACH PARTITION app.p1 DEFAULT;
