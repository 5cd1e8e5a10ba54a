CREATE EXTENSION pg_trgm;
CREATE EXTENSION citext;
CREATE SCHEMA far;
CREATE EXTENSION hstore SCHEMA far;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN email AS citext;
CREATE DOMAIN name AS varchar(20);
CREATE TYPE pair AS (a int, b int);
CREATE TABLE o (
    a text, b varchar, c citext, d email, n name, m mood, p pair, t text[], j jsonb, r int4range, h far.hstore,
    q point, ts tsvector, ip inet, net cidr, ch char(3), o oid
);
CREATE INDEX defaults ON o (a, b, c, d, n, m, p, t, r, ip, net, ch, o);
CREATE INDEX hash_default ON o USING hash (m);
CREATE INDEX pattern ON o (a text_pattern_ops, b varchar_pattern_ops DESC, ch bpchar_pattern_ops);
CREATE INDEX aliases ON o (a varchar_ops, net cidr_ops);
CREATE INDEX exact ON o (c text_ops, d public.citext_ops, d text_ops);
CREATE INDEX of_citext_expressions ON o (lower(c), (c::text), (c || 'x'), (c || 'y') text_ops);
CREATE INDEX gin_default ON o USING gin (t, j, ts);
CREATE INDEX gin_path ON o USING gin (j jsonb_path_ops, to_tsvector('english'::regconfig, a), a gin_trgm_ops, lower(b) gin_trgm_ops);
CREATE INDEX gist_options ON o USING gist (a gist_trgm_ops (siglen = 32), q, r, ts tsvector_ops (siglen = 100), h far.gist_hstore_ops);
CREATE INDEX gin_elsewhere ON o USING gin (h);
CREATE INDEX spgist ON o USING spgist (q kd_point_ops);
CREATE INDEX spgist_text ON o USING spgist (b);
CREATE INDEX blooming ON o USING brin (a text_bloom_ops (n_distinct_per_range = 10, false_positive_rate = 0.05));
