CREATE SCHEMA app;
CREATE DOMAIN app.few AS bigint CHECK (VALUE < 10);
CREATE DOMAIN app.fewer AS app.few CHECK (VALUE < 5);
CREATE DOMAIN app.any AS bigint;
CREATE TABLE app.t (a bigint, b bigint, c app.any, w app.few, d bigint[]);
