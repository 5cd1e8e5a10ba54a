CREATE TYPE r AS RANGE (subtype = int4);
CREATE TYPE s AS RANGE (subtype = text, collation = "C");
CREATE TYPE u AS RANGE (subtype = text);
CREATE TABLE t (r r, s s, u u DEFAULT '[a,b)');
