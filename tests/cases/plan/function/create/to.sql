CREATE FUNCTION f(a int, b text DEFAULT 'x', VARIADIC c int[] DEFAULT '{}') RETURNS text LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 7 SET search_path = pg_catalog, pg_temp SET work_mem = '1MB' AS $$ begin return b || $q$ $function$ $q$; end $$;
REVOKE ALL ON FUNCTION f FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f TO r_member;
COMMENT ON FUNCTION f IS 'F';
ALTER FUNCTION f OWNER TO r_owner;
