CREATE FUNCTION plain() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION everything(a int) RETURNS SETOF int LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF
    PARALLEL RESTRICTED COST 7 ROWS 9 SET search_path = pg_catalog, pg_temp SET statement_timeout = '5s' SET "my.Setting" = 'a=b, c'
    AS $$ BEGIN RETURN NEXT a; END $$;
CREATE FUNCTION fixed(a int, b text) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE done(INOUT a int, b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;
CREATE PROCEDURE out_only(OUT a int, b int) LANGUAGE plpgsql AS $$ BEGIN a := b; END $$;
CREATE FUNCTION my_rank() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE STRICT AS 'window_rank';
CREATE FUNCTION costly_c(int, int) RETURNS int LANGUAGE internal COST 1 AS 'int4pl';
CREATE FUNCTION supported(int, int) RETURNS SETOF int LANGUAGE internal ROWS 1000 SUPPORT generate_series_int4_support AS 'generate_series_int4';
CREATE FUNCTION from_library(text) RETURNS text LANGUAGE c AS 'plpgsql', 'plpgsql_validator';
COMMENT ON FUNCTION fixed(int, text) IS 'Fixed.';
COMMENT ON PROCEDURE done(int, text) IS 'Done.';
