CREATE TABLE t (id integer, a text, b integer) WITH (toast.autovacuum_enabled = false);
