CREATE COLLATION bytes (locale = 'C');
CREATE FUNCTION apart(a text, b text) RETURNS double precision IMMUTABLE LANGUAGE sql AS $$ SELECT 1.0::double precision $$;
CREATE TYPE words AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = bytes, subtype_diff = apart, multirange_type_name = many_words);
CREATE TYPE span AS RANGE (subtype = int);
COMMENT ON TYPE span IS 'From here to there.';
ALTER TYPE span OWNER TO r_owner;
CREATE DOMAIN short AS span CHECK (upper(VALUE) - lower(VALUE) < 10);
CREATE TABLE t (a span DEFAULT span(1, 2), b many_words, c short, d span_multirange[]);
CREATE FUNCTION f(span, span_multirange) RETURNS boolean LANGUAGE sql AS $$ SELECT $1 <@ $2 $$;
