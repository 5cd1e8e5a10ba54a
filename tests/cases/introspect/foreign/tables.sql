CREATE FOREIGN DATA WRAPPER w OPTIONS (host 'a', password 'not told');
CREATE SERVER s TYPE 't' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'nowhere', port '1');
COMMENT ON FOREIGN DATA WRAPPER w IS 'A wrapper.';
COMMENT ON SERVER s IS 'A server.';
GRANT USAGE ON FOREIGN SERVER s TO PUBLIC;
CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS ("user" 'me', password 'not told either');
CREATE USER MAPPING FOR PUBLIC SERVER s;
CREATE FOREIGN TABLE far (id integer OPTIONS (column_name 'ID') NOT NULL, name text DEFAULT 'x', CHECK (id > 0)) SERVER s OPTIONS (table_name 'x', access_token 'hidden');
COMMENT ON FOREIGN TABLE far IS 'A table.';
