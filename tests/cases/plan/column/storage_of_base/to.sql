CREATE SCHEMA app;
CREATE DOMAIN app.amount AS numeric(12, 2);
CREATE DOMAIN app.total AS app.amount;
CREATE TABLE app.t (a app.amount, b app.total, c numeric(12, 2)[], d text);
ALTER TABLE app.t ALTER COLUMN d SET STORAGE MAIN;
CREATE TABLE app.p (a app.amount) PARTITION BY LIST (a);
CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES IN (1);
