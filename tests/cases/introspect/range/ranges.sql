CREATE SCHEMA app;
CREATE TYPE app.span AS RANGE (subtype = int, subtype_diff = int4range_subdiff);
CREATE TYPE words AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = "C", multirange_type_name = app.many);
COMMENT ON TYPE words IS 'Of words.';
CREATE TABLE t (a app.span DEFAULT app.span(1, 2), b app.many[]);
