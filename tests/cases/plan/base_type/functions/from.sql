CREATE TYPE w;
CREATE FUNCTION w_in(cstring) RETURNS w IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION w_out(w) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE FUNCTION w_send(w) RETURNS bytea IMMUTABLE STRICT LANGUAGE internal AS 'textsend';
CREATE FUNCTION old_typmod_in(cstring[]) RETURNS integer IMMUTABLE STRICT LANGUAGE internal AS 'varchartypmodin';
CREATE TYPE w (INPUT = w_in, OUTPUT = w_out, SEND = w_send, TYPMOD_IN = old_typmod_in, LIKE = text);
CREATE TABLE t (id integer PRIMARY KEY, a w, b w[]);
CREATE VIEW v AS SELECT a FROM t;
