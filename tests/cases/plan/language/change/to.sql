CREATE TRUSTED LANGUAGE speech HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
COMMENT ON LANGUAGE speech IS 'new';
GRANT USAGE ON LANGUAGE speech TO r_member;
CREATE FUNCTION said() RETURNS integer LANGUAGE speech AS 'begin return 1; end';
