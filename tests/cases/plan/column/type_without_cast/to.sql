CREATE DOMAIN flag AS boolean;
CREATE TYPE pair AS (a integer, b integer);
CREATE TABLE t (
    a numeric(12,2),
    b bytea NOT NULL,
    c numeric[],
    d integer[],
    e interval,
    f jsonb,
    g int8range DEFAULT '[1,2)'
);
