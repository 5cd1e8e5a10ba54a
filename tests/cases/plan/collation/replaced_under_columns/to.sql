CREATE COLLATION c (lc_collate = 'C', lc_ctype = 'C.utf8');
CREATE DOMAIN word AS text COLLATE c CHECK (VALUE <> '' COLLATE c);
CREATE TYPE pair AS (a text COLLATE c, b text);
CREATE TABLE t (id text COLLATE c PRIMARY KEY, w word, p pair, v varchar(20) COLLATE c DEFAULT 'x', many text[] COLLATE c,
    g text COLLATE c GENERATED ALWAYS AS (lower(v)) STORED, CHECK (v <> 'q' COLLATE c));
CREATE INDEX t_v_idx ON t (v);
CREATE INDEX t_w_idx ON t (w COLLATE c);
CREATE TABLE u (id text COLLATE c REFERENCES t);
CREATE VIEW listed AS SELECT id, v COLLATE c AS v FROM t ORDER BY v COLLATE c;
INSERT INTO t (id, w, p, many) VALUES ('1', 'w', '(a,b)', '{x,y}');
INSERT INTO u VALUES ('1');
