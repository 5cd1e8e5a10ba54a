CREATE TYPE pair AS (a bigint, c numeric(10,2));
COMMENT ON COLUMN pair.c IS 'C';
