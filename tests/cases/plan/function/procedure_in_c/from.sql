CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE PROCEDURE p(integer) LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE PROCEDURE q(integer) LANGUAGE sql AS 'SELECT 1';
