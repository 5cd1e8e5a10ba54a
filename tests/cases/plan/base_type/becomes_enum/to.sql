CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE FUNCTION mood_in(cstring) RETURNS mood IMMUTABLE STRICT LANGUAGE internal AS 'enum_in';
CREATE TYPE depth;
CREATE FUNCTION depth_in(cstring) RETURNS depth IMMUTABLE STRICT LANGUAGE internal AS 'int4in';
CREATE FUNCTION depth_out(depth) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'int4out';
CREATE TYPE depth (INPUT = depth_in, OUTPUT = depth_out, LIKE = integer);
CREATE TABLE t (id integer PRIMARY KEY, a mood, b mood[], c depth);
CREATE VIEW v AS SELECT a FROM t;
