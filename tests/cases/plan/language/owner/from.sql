CREATE LANGUAGE speech HANDLER plpgsql_call_handler;
CREATE TRUSTED LANGUAGE talk HANDLER plpgsql_call_handler;
ALTER LANGUAGE talk OWNER TO r_owner;
GRANT USAGE ON LANGUAGE talk TO r_member;
