CREATE TRUSTED LANGUAGE speech HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
COMMENT ON LANGUAGE speech IS 'Spoken.';
CREATE FUNCTION said() RETURNS integer LANGUAGE speech AS 'begin return 1; end';
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE FUNCTION f(integer) RETURNS integer TRANSFORM FOR TYPE integer LANGUAGE sql AS 'SELECT 1';
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
COMMENT ON CONVERSION conv IS 'Own.';
