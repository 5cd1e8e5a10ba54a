CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'english', stopwords = 'english');
CREATE TEXT SEARCH DICTIONARY e (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword, word, email WITH d;
CREATE TABLE t (a text);
CREATE INDEX t_a_idx ON t USING gin (to_tsvector('public.c'::regconfig, a));
