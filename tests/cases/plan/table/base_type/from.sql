CREATE TYPE promised;
CREATE TYPE based;
CREATE FUNCTION based_in(cstring) RETURNS based IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION based_out(based) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE based (INPUT = based_in, OUTPUT = based_out, LIKE = text);
CREATE FUNCTION later(promised) RETURNS integer LANGUAGE internal AS 'hashtext';
CREATE TABLE t (id integer PRIMARY KEY, a based, b text);
