CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'german');
CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword WITH d;
CREATE TABLE t (a text);
CREATE INDEX t_a_idx ON t USING gin (to_tsvector('public.c'::regconfig, a));
