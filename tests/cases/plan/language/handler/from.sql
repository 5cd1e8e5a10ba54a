CREATE FUNCTION other_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE speech HANDLER plpgsql_call_handler;
CREATE FUNCTION f() RETURNS integer LANGUAGE speech AS 'begin return 1; end';
