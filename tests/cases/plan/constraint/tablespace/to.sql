CREATE TABLE t (
    a int CONSTRAINT t_pkey PRIMARY KEY USING INDEX TABLESPACE ts_slow,
    b text UNIQUE WITH (fillfactor = 70) USING INDEX TABLESPACE ts_fast,
    c int4range,
    CONSTRAINT goes UNIQUE (a, b),
    EXCLUDE USING gist (c WITH &&) WHERE (c <> 'empty')
);
CREATE TABLE child (a int REFERENCES t);
