SET check_function_bodies = off;
CREATE TABLE t (id integer);
CREATE FUNCTION stays(n integer) RETURNS boolean LANGUAGE sql RETURN n > 1;
CREATE FUNCTION one(n integer) RETURNS bigint LANGUAGE sql AS '';
CREATE FUNCTION other(n integer) RETURNS bigint LANGUAGE sql RETURN one(n);
CREATE OR REPLACE FUNCTION one(n integer) RETURNS bigint LANGUAGE sql RETURN other(n);
