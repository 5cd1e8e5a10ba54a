CREATE LANGUAGE speech HANDLER plpgsql_call_handler;
ALTER LANGUAGE speech OWNER TO r_owner;
CREATE TRUSTED LANGUAGE talk HANDLER plpgsql_call_handler;
ALTER LANGUAGE talk OWNER TO r_other;
