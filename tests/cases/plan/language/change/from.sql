CREATE LANGUAGE speech HANDLER plpgsql_call_handler;
CREATE FUNCTION said() RETURNS integer LANGUAGE speech AS 'begin return 1; end';
