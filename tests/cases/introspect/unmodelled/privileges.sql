GRANT SELECT (rolname) ON pg_authid TO PUBLIC;
GRANT SELECT ON pg_largeobject TO PUBLIC;
GRANT EXECUTE ON FUNCTION pg_ls_waldir() TO PUBLIC;
REVOKE EXECUTE ON FUNCTION lo_import(text) FROM PUBLIC;
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
-- What is there already, and what has gone again.
GRANT SELECT ON pg_class TO PUBLIC;
GRANT USAGE ON TYPE int4 TO PUBLIC;
REVOKE EXECUTE ON FUNCTION pg_sleep(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_sleep(double precision) TO PUBLIC;
