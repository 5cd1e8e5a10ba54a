CREATE SCHEMA app;
CREATE EXTENSION hstore SCHEMA app;
CREATE EXTENSION citext SCHEMA app;
CREATE TABLE app.t (a uuid, b bigint, c json, d integer, e time, f integer, g regclass,
    h integer[], i uuid[], j regrole, k int4multirange, l date[]);
