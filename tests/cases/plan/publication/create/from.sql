CREATE SCHEMA app;
CREATE TABLE t (a integer PRIMARY KEY, b text, c text);
CREATE TABLE app.u (a integer PRIMARY KEY, b text);
