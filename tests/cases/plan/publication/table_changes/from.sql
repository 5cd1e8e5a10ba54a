CREATE SCHEMA app;
CREATE TABLE t (a integer PRIMARY KEY, b text, c text);
CREATE TABLE app.u (a integer PRIMARY KEY, b text);
CREATE PUBLICATION one FOR TABLE t (a, b) WHERE (a > 1), app.u (a, b);
CREATE PUBLICATION two FOR TABLE app.u;
