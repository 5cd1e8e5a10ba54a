CREATE FUNCTION f(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT $1 ~~ $2';
