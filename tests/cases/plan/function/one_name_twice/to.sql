CREATE FUNCTION twice(id integer, OUT id integer, OUT "Odd ""name" text) LANGUAGE sql AS 'SELECT $1 + 1, NULL';
CREATE FUNCTION several("id" integer, id_out integer, OUT id integer) LANGUAGE sql AS 'SELECT $1 + 1';
CREATE TABLE t (a integer);
