CREATE TABLE t (id int) WITH (toast.autovacuum_enabled = false);
CREATE TABLE u (id int, n text);
