CREATE EXTENSION pg_trgm;
COMMENT ON EXTENSION pg_trgm IS 'Needed for search.';
COMMENT ON SCHEMA public IS 'Ours.';
