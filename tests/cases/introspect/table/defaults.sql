CREATE SEQUENCE alone;
CREATE FUNCTION twice(i int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * i';
CREATE TABLE d (
    id serial,
    big bigserial,
    small smallserial,
    n int DEFAULT nextval('alone'),
    t int DEFAULT twice(21),
    g int GENERATED ALWAYS AS (twice(t) + n) STORED,
    json jsonb DEFAULT '{"a": [1, 2]}',
    at timestamptz DEFAULT '2020-02-03 04:05:06+01',
    every interval DEFAULT '1 day 02:03:04',
    amount double precision DEFAULT 0.1,
    bytes bytea DEFAULT '\x00ff',
    nothing text DEFAULT NULL
);
