-- The functions of a type whose name a table gets go with the type, be it unused or that of a column until then.
CREATE TYPE plain;
CREATE FUNCTION plain_in(cstring) RETURNS plain IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION plain_out(plain) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE plain (INPUT = plain_in, OUTPUT = plain_out, LIKE = text);
CREATE TYPE kept;
CREATE FUNCTION kept_in(cstring) RETURNS kept IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION kept_out(kept) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE kept (INPUT = kept_in, OUTPUT = kept_out, LIKE = text);
CREATE TABLE t (id integer, a kept);
