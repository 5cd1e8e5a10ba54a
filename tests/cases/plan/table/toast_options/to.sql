CREATE TABLE t (id int, n text) WITH (toast.autovacuum_enabled = false);
CREATE TABLE u (id int, n int) WITH (toast.autovacuum_enabled = false, fillfactor = 50);
