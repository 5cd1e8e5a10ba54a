CREATE SCHEMA app;
CREATE EXTENSION hstore SCHEMA app;
CREATE EXTENSION citext SCHEMA app;
CREATE TABLE app.t (a bpchar, b bit(3), c app.hstore, d app.citext, e interval hour to minute, f "char", g name,
    h numeric(5, 2)[], i app.citext[], j oid, k int4range, l timestamp(3) with time zone[]);
