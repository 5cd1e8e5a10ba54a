CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION c (COPY = english);
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH d, english_stem;
CREATE TABLE t (b text, v tsvector GENERATED ALWAYS AS (to_tsvector('public.c', b)) STORED);
CREATE INDEX i ON t USING gin (to_tsvector('public.c', b));
CREATE VIEW w AS SELECT to_tsvector('public.c', b) AS x FROM t;
