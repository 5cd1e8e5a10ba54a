CREATE SCHEMA app;
CREATE DOMAIN app.d AS numeric(12,2) DEFAULT 1;
COMMENT ON DOMAIN app.d IS 'altered';
CREATE TYPE app.r AS RANGE (subtype = app.d);
