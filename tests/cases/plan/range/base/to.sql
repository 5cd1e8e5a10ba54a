CREATE TYPE r AS RANGE (subtype = int8);
CREATE TYPE s AS RANGE (subtype = text, collation = "POSIX");
CREATE TYPE u AS RANGE (subtype = text, subtype_opclass = text_pattern_ops);
CREATE TABLE t (r r, s s, u u DEFAULT '[a,b)');
