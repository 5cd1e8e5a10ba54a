CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE PROCEDURE p(integer) LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE PROCEDURE q(integer) TRANSFORM FOR TYPE integer LANGUAGE sql AS 'SELECT 1';
