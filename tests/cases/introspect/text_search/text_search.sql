CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, language = 'english', stopwords = 'english');
CREATE TEXT SEARCH CONFIGURATION public.english (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION public.english ADD MAPPING FOR asciiword, word WITH simple, public.stems;
COMMENT ON TEXT SEARCH CONFIGURATION public.english IS 'Own.';
COMMENT ON TEXT SEARCH DICTIONARY stems IS 'Stems.';
CREATE TABLE t (a text);
CREATE INDEX t_a_idx ON t USING gin (to_tsvector('public.english'::regconfig, a));
