CREATE TABLE t (
    a int CONSTRAINT t_pkey PRIMARY KEY USING INDEX TABLESPACE ts_fast,
    b text UNIQUE,
    c int4range,
    CONSTRAINT goes UNIQUE (a, b) USING INDEX TABLESPACE ts_slow,
    EXCLUDE USING gist (c WITH &&) USING INDEX TABLESPACE ts_fast WHERE (c <> 'empty')
);
CREATE TABLE child (a int REFERENCES t);
