ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO r_member;
CREATE TYPE never;
ALTER TYPE never OWNER TO r_owner;
CREATE TYPE later;
CREATE FUNCTION later_in(cstring) RETURNS later IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION later_out(later) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE later (INPUT = later_in, OUTPUT = later_out, LIKE = text);
