CREATE FUNCTION countdown(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION countdown(n bigint) RETURNS bigint LANGUAGE sql
RETURN CASE WHEN n < 1 THEN 0 ELSE countdown(n - 1) END;
