CREATE EXTENSION hstore;
CREATE TYPE shell;
CREATE TYPE based;
CREATE FUNCTION based_in(cstring) RETURNS based IMMUTABLE STRICT LANGUAGE internal AS 'textin';
CREATE FUNCTION based_out(based) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'textout';
CREATE TYPE based (INPUT = based_in, OUTPUT = based_out, LIKE = text);
CREATE TEXT SEARCH PARSER parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TABLE t (a int, b int);
