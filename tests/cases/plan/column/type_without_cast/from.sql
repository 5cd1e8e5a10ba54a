CREATE DOMAIN flag AS boolean;
CREATE TYPE pair AS (a integer, b integer);
CREATE TABLE t (
    a boolean,
    b uuid NOT NULL,
    c boolean[],
    d integer,
    e flag,
    f pair,
    g int4range DEFAULT '[1,2)'
);
