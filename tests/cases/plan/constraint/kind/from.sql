CREATE TABLE t (
    a integer CONSTRAINT one UNIQUE,
    b integer NOT NULL,
    c int4range,
    CONSTRAINT two CHECK (b > 1),
    CONSTRAINT three UNIQUE (c),
    CONSTRAINT four CHECK (a < 9)
);
CREATE TABLE u (a integer PRIMARY KEY);
COMMENT ON CONSTRAINT one ON t IS 'Kept.';
