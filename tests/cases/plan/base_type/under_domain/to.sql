CREATE TYPE w;
CREATE FUNCTION w_in(cstring) RETURNS w IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION w_out(w) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE w (INPUT = w_in, OUTPUT = w_out, LIKE = text, CATEGORY = 'S');
CREATE FUNCTION w_length(w) RETURNS integer IMMUTABLE STRICT LANGUAGE internal AS 'textlen';
CREATE FUNCTION w_none(w) RETURNS w IMMUTABLE STRICT LANGUAGE sql AS 'SELECT $1';
CREATE DOMAIN short AS w DEFAULT w_none('none') CHECK (w_length(VALUE) < 9);
CREATE TABLE t (a w, b short, c short[]);
