CREATE TABLE u (a integer PRIMARY KEY);
CREATE TABLE t (
    a integer CONSTRAINT one CHECK (a > 1),
    b integer NOT NULL,
    c int4range,
    CONSTRAINT two PRIMARY KEY (b),
    CONSTRAINT three EXCLUDE USING gist (c WITH &&),
    CONSTRAINT four FOREIGN KEY (a) REFERENCES u
);
COMMENT ON CONSTRAINT one ON t IS 'Kept.';
