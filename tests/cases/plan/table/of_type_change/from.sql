CREATE TYPE pair AS (a integer, b text);
CREATE TYPE other AS (a integer, b text);
CREATE TABLE t OF pair (a NOT NULL);
CREATE TABLE u OF pair;
CREATE VIEW v AS SELECT b FROM t;
CREATE FUNCTION of_pair(pair) RETURNS integer LANGUAGE sql AS 'SELECT 1';
