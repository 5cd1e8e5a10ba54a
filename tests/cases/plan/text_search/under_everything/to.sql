CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, LANGUAGE = german);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, asciiword WITH d, simple;
CREATE TABLE t (b text, v tsvector GENERATED ALWAYS AS (to_tsvector('public.c', b)) STORED);
CREATE INDEX i ON t USING gin (to_tsvector('public.c', b));
CREATE VIEW w AS SELECT to_tsvector('public.c', b) AS x FROM t;
