CREATE FUNCTION f(text, text) RETURNS boolean LANGUAGE sql LEAKPROOF SUPPORT textlike_support AS 'SELECT $1 ~~ $2';
