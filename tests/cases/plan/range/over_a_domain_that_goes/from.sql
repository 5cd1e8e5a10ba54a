-- The domain goes when the range is made again, which waits for the other domain to be altered.
CREATE SCHEMA app;
CREATE DOMAIN app.d AS numeric(12,2);
CREATE DOMAIN app.e AS app.d NOT NULL;
CREATE TYPE app.r AS RANGE (subtype = app.e);
