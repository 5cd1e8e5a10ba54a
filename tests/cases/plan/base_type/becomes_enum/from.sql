CREATE TYPE mood;
CREATE FUNCTION mood_in(cstring) RETURNS mood IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION mood_out(mood) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE mood (INPUT = mood_in, OUTPUT = mood_out, LIKE = text);
CREATE TYPE depth AS ENUM ('1', '2');
CREATE TABLE t (id integer PRIMARY KEY, a mood, b mood[], c depth);
CREATE VIEW v AS SELECT a FROM t;
