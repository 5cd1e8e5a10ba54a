CREATE TYPE pair AS (a bigint, b text, c date);
CREATE TYPE other AS (a integer, b text);
CREATE TABLE t OF pair (a NOT NULL, c DEFAULT '2024-01-01');
CREATE TABLE u OF other;
CREATE VIEW v AS SELECT b FROM t;
CREATE FUNCTION of_pair(pair) RETURNS integer LANGUAGE sql AS 'SELECT 1';
