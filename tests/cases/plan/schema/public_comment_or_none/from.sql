COMMENT ON SCHEMA public IS 'Mine.';
