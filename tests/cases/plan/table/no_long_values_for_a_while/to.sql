CREATE TABLE t (id integer, a integer, b text) WITH (toast.autovacuum_enabled = false);
