CREATE LANGUAGE speech HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE FUNCTION f() RETURNS int LANGUAGE speech AS 'BEGIN RETURN 1; END';
