CREATE TABLE t (id integer, a character(3), b int4range) WITH (toast.autovacuum_enabled = false);
