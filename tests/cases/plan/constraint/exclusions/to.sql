CREATE TABLE t (id bigint, r int8range, t tsrange, c box, CONSTRAINT x EXCLUDE USING gist (r WITH &&, c WITH &&) WHERE (id > 0), CONSTRAINT y EXCLUDE USING hash (id WITH =));
