CREATE TRUSTED LANGUAGE speech HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE LANGUAGE whisper HANDLER plpgsql_call_handler;
COMMENT ON LANGUAGE speech IS 'Spoken.';
ALTER LANGUAGE speech OWNER TO r_owner;
REVOKE USAGE ON LANGUAGE speech FROM PUBLIC;
GRANT USAGE ON LANGUAGE speech TO r_member;
CREATE FUNCTION said() RETURNS integer LANGUAGE speech AS 'begin return 1; end';
